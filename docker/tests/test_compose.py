"""What must hold for every service of the compose file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

PROJECT = Path(__file__).parents[2]
COMPOSE = PROJECT / "docker-compose.yml"
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))["services"]
ONE_SHOT = {"preflight", "topics", "cassandra-init", "airflow-init", "jmx-agent", "registry-init"}
BY_HAND = {"tools", "verifier"}


def test_env_example_lists_every_variable_with_its_default() -> None:
    used = dict(re.findall(r"\$\{([A-Z_]+):-([^}]*)}", COMPOSE.read_text(encoding="utf-8")))
    del used["COMPOSE_PROJECT_NAME"]  # compose's own
    del used["PWD"]  # the shell's
    lines = (PROJECT / ".env.example").read_text(encoding="utf-8").splitlines()
    listed = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))

    assert listed == used


def test_every_setting_of_the_consumer_can_be_made_in_env() -> None:
    page = (PROJECT / "docs" / "configuration.md").read_text(encoding="utf-8")
    section = re.search(r"^## spark-consumer$(.*?)^## ", page, re.M | re.S)
    assert section
    settings = set(re.findall(r"^\| `([A-Z_]+)` \|", section[1], re.M))
    of_the_platform = {"CASSANDRA_USERNAME", "CASSANDRA_PASSWORD", "CHECKPOINT_DIR", "PIPELINES", "SPARK_MASTER"}

    assert settings - of_the_platform - set(SERVICES["spark-consumer"]["environment"]) == set()


def test_scheduler_alone_has_the_secrets_of_definitions_and_starts_without_them() -> None:
    having = {name: service["env_file"] for name, service in SERVICES.items() if "env_file" in service}

    assert having == {"airflow-scheduler": [{"path": "secrets/variables.env", "required": False}]}
    assert SERVICES["airflow-scheduler"]["environment"]["PROJECT_FOLDER"] == "${PWD:-}"
    assert "SECRETS_FOLDER" in SERVICES["airflow-scheduler"]["environment"]


def test_secrets_are_in_no_image_and_not_in_the_repository() -> None:
    ignored = (PROJECT / "secrets" / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert [line for line in ignored if not line.startswith("#")] == ["*", "!.gitignore"]
    lines = (PROJECT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert "*" in lines
    assert not [line for line in lines if line.startswith("!secrets")]


@pytest.mark.parametrize("name", SERVICES)
def test_service_has_a_pinned_image_limits_and_bounded_logs(name: str) -> None:
    service = SERVICES[name]

    assert re.search(r":\$\{TRIBUTARY_VERSION:-|:v?\d", service["image"])
    assert service["mem_limit"]
    assert service["logging"]["options"]["max-size"]
    assert "container_name" not in service
    assert not service.get("privileged")


@pytest.mark.parametrize("name", SERVICES)
def test_service_is_reached_from_this_machine_only(name: str) -> None:
    for port in SERVICES[name].get("ports", []):
        assert port.startswith("127.0.0.1:")


@pytest.mark.parametrize("name", [name for name in SERVICES if name not in ONE_SHOT | BY_HAND])
def test_service_that_stays_up_says_whether_it_is_healthy(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["start_interval"]
    assert SERVICES[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", [name for name in SERVICES if name not in ONE_SHOT | BY_HAND])
def test_service_that_stays_unhealthy_comes_back(name: str) -> None:
    assert "/liveness" in " ".join(SERVICES[name]["healthcheck"]["test"])
    assert SERVICES[name]["configs"] == ["liveness"]
    assert SERVICES[name]["init"] is True  # or its main process could not be ended from inside


@pytest.mark.parametrize("name", sorted(ONE_SHOT))
def test_service_that_ends_is_waited_for(name: str) -> None:
    waiting = [service.get("depends_on", {}).get(name, {}).get("condition") for service in SERVICES.values()]

    assert "service_completed_successfully" in waiting  # or `up --wait` would take its end for a failure


def test_only_the_scheduler_can_reach_the_engine() -> None:
    on_it = {name for name, service in SERVICES.items() if "engine" in service["networks"]}

    assert on_it == {"airflow-scheduler", "docker-proxy"}
    assert {name for name, s in SERVICES.items() if any("docker.sock" in v for v in s.get("volumes", []))} == {
        "docker-proxy"
    }


@pytest.mark.parametrize("name", sorted(BY_HAND))
def test_service_that_is_used_by_hand_never_starts_with_the_others(name: str) -> None:
    profiles = SERVICES[name]["profiles"]

    assert profiles == [name]  # its own: no `up` of another profile starts it either


def test_verifier_has_the_settings_of_the_jobs_that_write() -> None:
    verifier, consumer = SERVICES["verifier"], SERVICES["spark-consumer"]

    assert verifier["networks"] == consumer["networks"]
    assert verifier["environment"].items() <= consumer["environment"].items()
    assert not verifier.get("depends_on")  # a look at the table starts nothing


def test_image_that_compiles_gets_the_sources_of_every_module() -> None:
    dockerfile = (PROJECT / "Dockerfile").read_text(encoding="utf-8")
    modules = re.findall(r"<module>([^</]+)[</]", (PROJECT / "pom.xml").read_text(encoding="utf-8"))
    removed = re.search(r"^FROM \S+ AS sources\nCOPY \. /sources\nRUN rm -r (.*)$", dockerfile, re.M)
    assert removed

    assert modules  # Maven reads the POM of each, even of those that it does not build
    assert set(modules) & {path.removeprefix("/sources/") for path in removed[1].split()} == set()


@pytest.mark.parametrize("name", SERVICES)
def test_service_starts_only_when_the_engine_has_enough_memory(name: str) -> None:
    before = set(SERVICES[name].get("depends_on", {}))
    while more := {other for known in before for other in SERVICES[known].get("depends_on", {})} - before:
        before |= more

    assert "preflight" in before or name in BY_HAND | {"preflight", "source-simulator"}


def asks_by_http(service: dict[str, Any]) -> bool:
    check = " ".join(service.get("healthcheck", {}).get("test", []))
    return bool(re.search(r"\b(curl|wget)\b", check)) or service["image"].startswith("tributary/airflow")


@pytest.mark.parametrize("name", [name for name in SERVICES if asks_by_http(SERVICES[name])])
def test_service_asks_no_proxy_for_the_others(name: str) -> None:
    environment = SERVICES[name]["environment"]

    for spelling in ("NO_PROXY", "no_proxy"):  # programs read one of the two
        excepted = environment[spelling].partition("${")[0].split(",")
        assert {"localhost", "127.0.0.1"} | {other for other in SERVICES if "healthcheck" in SERVICES[other]} <= set(
            excepted
        )


class Reset(yaml.SafeLoader):
    """Knows Compose's tag for what an override takes away."""


Reset.add_constructor("!reset", lambda _loader, _node: "reset")
OVERRIDES = PROJECT / "docs" / "overrides"


def override(name: str) -> dict[str, dict[str, Any]]:
    text = (OVERRIDES / f"{name}.yml").read_text(encoding="utf-8")
    return yaml.load(text, Reset)["services"]  # noqa: S506 - a safe loader with one tag more


def test_selinux_override_reaches_every_service_that_reads_a_file_of_the_machine() -> None:
    reading = {
        n for n, s in SERVICES.items() if s.get("configs") or any(v.startswith("$") for v in s.get("volumes", []))
    }

    assert {n for n, s in override("selinux").items() if s == {"security_opt": ["label=disable"]}} == reading


def test_snap_override_takes_away_what_apparmor_refuses() -> None:
    assert {n for n, s in override("snap").items() if s == {"security_opt": "reset"}} == {
        n for n, s in SERVICES.items() if "no-new-privileges:true" in s.get("security_opt", [])
    }


def test_rootless_override_mounts_the_users_socket_and_raises_no_limit() -> None:
    services = override("rootless")

    assert {n for n, s in SERVICES.items() if "ulimits" in s} == set(services)
    assert services["docker-proxy"]["ulimits"] == "reset"
    assert services["docker-proxy"]["volumes"] == [
        "${XDG_RUNTIME_DIR:-/run/user/1000}/docker.sock:/var/run/docker.sock:ro"
    ]


def mebibytes(limit: str) -> int:
    size = re.sub(r"^\$\{[A-Z_]+:-(.*)}$", r"\1", limit)
    return int(size[:-1]) * {"m": 1, "g": 1024}[size[-1]]


def test_small_override_only_shrinks_and_needs_less() -> None:
    small = override("small")
    needed = re.search(r":-(\d+)", small["preflight"]["environment"]["NEEDED_MEMORY_MIB"])

    assert needed
    assert int(needed[1]) < 4096
    for name, service in small.items():
        if "mem_limit" in service:
            assert mebibytes(service["mem_limit"]) < mebibytes(SERVICES[name]["mem_limit"]), name
    assert small["spark-worker"]["deploy"]["replicas"] < SERVICES["spark-worker"]["deploy"]["replicas"]


def test_tasks_of_a_run_get_the_settings_of_traces_and_lineage_of_env() -> None:
    page = (PROJECT / "docs" / "configuration.md").read_text(encoding="utf-8")
    settings = set(re.findall(r"^\| `((?:OTEL|OPENLINEAGE)_[A-Z_]+)`", page, re.M))
    settings -= {"OTEL_EXPORTER_OTLP_CERTIFICATE", "OPENLINEAGE_FILE"}  # files of the containers
    scheduler = SERVICES["airflow-scheduler"]["environment"]

    assert settings
    assert {name: scheduler.get(name, "") for name in settings} == dict.fromkeys(settings)
