"""What `docker/preflight` says of machines that are not as they should be."""

from __future__ import annotations

import os
import re
import socket
import subprocess
from pathlib import Path

import pytest

PREFLIGHT = Path(__file__).parents[1] / "preflight"
GOOD = {
    "--version": "Docker version 26.1.5, build a72d7cd",
    "info": "26.1.5|8589934592|Debian|[name=seccomp,profile=builtin]|/var/lib/docker",
    "compose": "2.26.1",
    "buildx": "github.com/docker/buildx 0.13.1 0.13.1",
    "ps": "",
}
NAMES_OF_PORTS = (
    "AIRFLOW",
    "SPARK_MASTER",
    "SCHEMA_REGISTRY",
    "CASSANDRA",
    "KAFKA",
    "CONSOLE",
    "SIMULATOR",
    "PROMETHEUS",
    "ALERTMANAGER",
    "GRAFANA",
)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def preflight(folder: Path, answers: dict[str, str | None], *arguments: str, **more: str) -> tuple[int, str]:
    """Runs it with a docker that gives these answers; None for a command that fails."""
    cases = "\n".join(
        f"{command}) {'exit 1' if said is None else f'cat <<END{chr(10)}{said}{chr(10)}END'}\n;;"
        for command, said in {**GOOD, **answers}.items()
    )
    docker = folder / "docker"
    docker.write_text(f"#!/bin/bash\ncase $1 in\n{cases}\nesac\n", encoding="utf-8")
    docker.chmod(0o755)
    environment = {f"{name}_PORT": str(free_port()) for name in NAMES_OF_PORTS}
    environment |= {"PATH": f"{folder}:{os.environ['PATH']}", "HOME": str(folder), **more}
    run = subprocess.run(  # noqa: S603 - ours
        [PREFLIGHT, *arguments], env=environment, check=False, capture_output=True, text=True
    )
    assert run.stderr == ""
    return run.returncode, run.stdout


def test_nothing_is_said_where_all_is_well(tmp_path: Path) -> None:
    assert preflight(tmp_path, {}) == (0, "")


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"--version": "podman version 5.2.2"}, "Podman here, which is not supported"),
        ({"info": "permission denied while trying to connect"}, "usermod -aG docker"),
        ({"info": None}, "colima start"),
        ({"info": GOOD["info"].replace("26.1.5", "24.0.7")}, "24.0.7 is too old: 25"),
        ({"info": GOOD["info"].replace("8589934592", "2061584384")}, "has 1966 MiB of memory"),
        ({"compose": "v2.20.1"}, "2.20.1 is too old"),
        ({"compose": None}, "Compose plugin"),
        ({"buildx": None}, "brew install docker-buildx"),
    ],
)
def test_what_is_missing_is_named_with_the_way_on(tmp_path: Path, answers: dict[str, str | None], said: str) -> None:
    code, text = preflight(tmp_path, answers)

    assert code == 1
    assert text.count("FAIL") == 1
    assert said in text


def test_small_machine_is_enough_for_the_small_override(tmp_path: Path) -> None:
    answers: dict[str, str | None] = {"info": GOOD["info"].replace("8589934592", "4100000000")}

    assert preflight(tmp_path, answers)[0] == 1
    assert preflight(tmp_path, answers, COMPOSE_FILE="docker-compose.yml:docs/overrides/small.yml")[0] == 0


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_taken_port_is_named_with_its_owner_and_the_variable(tmp_path: Path, address: str) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as other:
        try:
            other.bind((address, 0))
        except OSError:
            pytest.skip(f"this machine has no {address}")
        other.listen()
        port = other.getsockname()[1]
        code, text = preflight(tmp_path, {}, AIRFLOW_PORT=str(port))
        assert code == 1
        assert f"{port}, which Airflow needs, is taken by" in text
        assert "AIRFLOW_PORT=" in text

        answers: dict[str, str | None] = {"ps": f"tutorial-webserver-1 0.0.0.0:{port}->8080/tcp"}
        # a port that this project's own containers hold is right: `up` is run again and again
        assert preflight(tmp_path, answers, AIRFLOW_PORT=str(port)) == (0, "")


@pytest.mark.parametrize(
    ("profile", "variable"),
    [("offline", "SIMULATOR_PORT"), ("monitoring", "PROMETHEUS_PORT"), ("monitoring", "GRAFANA_PORT")],
)
def test_port_of_a_profile_is_checked_where_the_profile_is_started(tmp_path: Path, profile: str, variable: str) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = {variable: str(other.getsockname()[1])}

        assert preflight(tmp_path, {}, **taken) == (0, "")
        assert preflight(tmp_path, {}, "--profile", profile, **taken)[0] == 1
        assert preflight(tmp_path, {}, COMPOSE_PROFILES=f"tools,{profile}", **taken)[0] == 1


def test_every_port_that_is_published_is_checked() -> None:
    compose = (PREFLIGHT.parents[1] / "docker-compose.yml").read_text(encoding="utf-8")

    assert set(re.findall(r"127\.0\.0\.1:\$\{(\w+)_PORT:-", compose)) == set(NAMES_OF_PORTS)


@pytest.mark.parametrize(
    ("info", "override"),
    [
        (GOOD["info"].replace("builtin", "builtin name=selinux"), "selinux"),
        (GOOD["info"].replace("builtin", "builtin name=rootless"), "rootless"),
        (GOOD["info"].replace("/var/lib", "/var/snap"), "snap"),
    ],
)
def test_engine_that_needs_an_override_file_is_told_which(tmp_path: Path, info: str, override: str) -> None:
    code, text = preflight(tmp_path, {"info": info})

    assert code == 0
    assert f"docs/overrides/{override}.yml" in text
    assert (Path(__file__).parents[2] / "docs" / "overrides" / f"{override}.yml").exists()
    assert preflight(tmp_path, {"info": info}, COMPOSE_FILE=f"docs/overrides/{override}.yml") == (0, "")


def test_memory_is_checked_inside_a_container_too(tmp_path: Path) -> None:
    assert preflight(tmp_path, {}, "--memory", NEEDED_MEMORY_MIB="1") == (0, "")
    code, text = preflight(tmp_path, {}, "--memory", NEEDED_MEMORY_MIB="99999999")
    assert code == 1
    assert "docs/overrides/small.yml" in text
