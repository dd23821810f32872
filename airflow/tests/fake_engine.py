"""A Docker engine that runs nothing: it remembers the requests and ends each container as configured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass
class FakeEngine:
    """Stands for docker's APIClient; ``out`` and ``err`` are what a container prints."""

    out: str = ""
    err: str = ""
    exit_code: int = 0
    out_of_memory: bool = False
    created: dict[str, Any] = field(default_factory=dict)
    host: dict[str, Any] = field(default_factory=dict)
    running: bool = False
    stopped: int | None = None
    left: list[dict[str, str]] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    raise_on_create: Exception | None = None
    raise_on_stop: Exception | None = None
    has_image: bool = True

    def images(self, name: str) -> list[str]:
        return [name] if self.has_image else []

    def create_host_config(self, **options: Any) -> dict[str, Any]:
        self.host = options
        return options

    def create_container(self, **options: Any) -> dict[str, str]:
        if self.raise_on_create:
            raise self.raise_on_create
        self.created = options
        return {"Id": "new"}

    def containers(self, **_: Any) -> list[dict[str, str]]:
        return self.left

    def attach(self, **_: Any) -> Iterator[bytes]:
        return iter([self.out.encode(), self.err.encode()])

    def start(self, _: str) -> None:
        self.running = True

    def wait(self, _: str) -> dict[str, int]:
        return {"StatusCode": self.exit_code}

    def logs(self, _: str, *, stdout: bool, stderr: bool, tail: int) -> bytes:
        assert stdout != stderr
        lines = (self.out if stdout else self.err).splitlines()[-tail:]
        return "\n".join(lines).encode()

    def inspect_container(self, _: str) -> dict[str, Any]:
        return {"State": {"ExitCode": self.exit_code, "OOMKilled": self.out_of_memory}}

    def stop(self, container: str, timeout: int) -> None:
        assert container == "new"
        if self.raise_on_stop:
            raise self.raise_on_stop
        self.stopped = timeout

    def remove_container(self, container: str, force: bool = False) -> None:
        assert force
        self.removed.append(container)


@dataclass
class FakeHook:
    """Stands for Airflow's DockerHook."""

    api_client: FakeEngine
    client_created: bool = True
