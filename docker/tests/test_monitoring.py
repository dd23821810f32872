"""What must hold for the rules of Prometheus and the dashboards of Grafana, without running either."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from typing import Any

import promql_parser
import pytest
import yaml

from monitoring import MONITORING, PROJECT, PROMETHEUS, program

RULE_FILES = sorted((PROMETHEUS / "rules").glob("*.yml"))
RULES: list[dict[str, Any]] = [
    rule
    for file in RULE_FILES
    for group in yaml.safe_load(file.read_text(encoding="utf-8"))["groups"]
    for rule in group["rules"]
]
ALERTS = {rule["alert"]: rule for rule in RULES if "alert" in rule}
RULE_TESTS = sorted((PROMETHEUS / "tests").glob("*.yml"))
DASHBOARDS = sorted((MONITORING / "grafana" / "dashboards").glob("*.json"))

SERVICES: dict[str, dict[str, Any]] = yaml.safe_load((PROJECT / "docker-compose.yml").read_text(encoding="utf-8"))[
    "services"
]
CONFIGURATION: dict[str, Any] = yaml.safe_load((PROMETHEUS / "prometheus.yml").read_text(encoding="utf-8"))
JMX_PORT = 9404


def test_prometheus_scrapes_services_of_the_compose_file_on_its_own_network() -> None:
    hosts: set[str] = set()
    for job in CONFIGURATION["scrape_configs"]:
        for found in job.get("static_configs", []):
            hosts |= {target.partition(":")[0] for target in found["targets"]}
        for found in job.get("dns_sd_configs", []):
            hosts |= set(found["names"])
    hosts -= {"localhost"}

    assert len(hosts) > 5
    for host in hosts:
        assert set(SERVICES[host]["networks"]) & set(SERVICES["prometheus"]["networks"]), host


def test_kafka_and_cassandra_load_the_agent_where_prometheus_asks_it_and_only_if_it_is_set() -> None:
    for service in ("kafka", "cassandra"):
        options = " ".join(str(value) for value in SERVICES[service]["environment"].values())
        agent = f"-javaagent:/opt/jmx-agent/agent.jar={JMX_PORT}:/opt/jmx-agent/{service}.yml"
        job = next(job for job in CONFIGURATION["scrape_configs"] if job["job_name"] == service)

        assert "${JMX_AGENT:+" + agent + "}" in options
        assert job["static_configs"] == [{"targets": [f"{service}:{JMX_PORT}"]}]
        assert (MONITORING / "jmx" / f"{service}.yml").exists()
        assert "jmx-agent:/opt/jmx-agent:ro" in SERVICES[service]["volumes"]
        assert SERVICES[service]["depends_on"]["jmx-agent"]["required"] is False


@pytest.mark.parametrize(
    "name", [name for name, service in SERVICES.items() if service.get("profiles") == ["monitoring"]]
)
def test_service_of_monitoring_has_no_rights_and_writes_only_where_it_must(name: str) -> None:
    service = SERVICES[name]

    assert service["cap_drop"] == ["ALL"]
    assert service["read_only"] is True
    assert name == "jmx-agent" or not service["user"].startswith(("0", "root"))  # its image has a user
    for volume in service["volumes"]:
        assert volume.endswith(":ro") or volume.split(":")[0] in {"prometheus-data", "alertmanager-data", "jmx-agent"}


def test_prometheus_takes_the_configuration() -> None:
    checked = subprocess.run(  # noqa: S603 - ours
        [program("promtool"), "check", "config", "--syntax-only", PROMETHEUS / "prometheus.yml"],
        check=False,
        capture_output=True,
        text=True,
    )

    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize("file", RULE_TESTS, ids=lambda file: file.stem)
def test_alerts_fire_when_they_should_and_only_then(file: Any) -> None:
    tested = subprocess.run([program("promtool"), "test", "rules", file], check=False, capture_output=True, text=True)  # noqa: S603 - ours

    assert tested.returncode == 0, tested.stdout + tested.stderr


def rule_tests() -> Iterator[dict[str, Any]]:
    for file in RULE_TESTS:
        yield from yaml.safe_load(file.read_text(encoding="utf-8"))["tests"]


@pytest.mark.parametrize("alert", ALERTS)
def test_alert_has_a_test_in_which_it_fires_for_one_and_not_for_another(alert: str) -> None:
    """The series of a test that raise no alert must be there: otherwise a rule that always fires would pass."""
    for test in rule_tests():
        for asked in test.get("alert_rule_test", []):
            fired = asked.get("exp_alerts", []) if asked["alertname"] == alert else []
            if 0 < len(fired) < len(test["input_series"]):
                return
    pytest.fail(f"no test of promtool has {alert} fire for some of several series")


@pytest.mark.parametrize("alert", ALERTS)
def test_alert_says_what_happened_and_what_to_do(alert: str) -> None:
    rule = ALERTS[alert]
    page = (PROJECT / "docs" / "monitoring.md").read_text(encoding="utf-8")

    assert rule["labels"]["severity"] in {"warning", "critical"}
    assert set(rule["annotations"]) == {"summary", "description", "runbook"}
    assert rule["annotations"]["runbook"] == f"docs/monitoring.md#{alert.lower()}"
    assert re.search(rf"^### {alert}$", page, re.M)


def test_page_describes_no_alert_that_is_gone() -> None:
    page = (PROJECT / "docs" / "monitoring.md").read_text(encoding="utf-8")
    section = re.search(r"^## Alerts$(.*?)(?=^## |\Z)", page, re.M | re.S)
    assert section

    assert set(re.findall(r"^### (.+)$", section[1], re.M)) == set(ALERTS)


def test_each_dashboard_is_found_by_its_name_and_id() -> None:
    boards = {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in DASHBOARDS}

    assert boards
    assert {name: board["uid"] for name, board in boards.items()} == {name: f"tributary-{name}" for name in boards}
    assert len({board["title"] for board in boards.values()}) == len(boards)


def panels() -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    for file in DASHBOARDS:
        board = json.loads(file.read_text(encoding="utf-8"))
        for panel in board["panels"]:
            yield f"{file.stem}/{panel['title']}", board, panel


PANELS = list(panels())


@pytest.mark.parametrize(("board", "panel"), [pytest.param(b, p, id=name) for name, b, p in PANELS])
def test_panel_is_complete_and_its_queries_can_be_parsed(board: dict[str, Any], panel: dict[str, Any]) -> None:
    source = yaml.safe_load(
        (MONITORING / "grafana/provisioning/datasources/prometheus.yml").read_text(encoding="utf-8")
    )["datasources"][0]
    variables = {variable["name"] for variable in board["templating"]["list"]} | {"__rate_interval"}

    assert panel["title"]
    assert panel["datasource"] == {"type": source["type"], "uid": source["uid"]}
    assert panel["fieldConfig"]["defaults"]["unit"]
    assert panel["targets"]
    for target in panel["targets"]:
        assert target["legendFormat"]
        assert set(re.findall(r"\$(\w+)", target["expr"])) <= variables
        promql_parser.parse(target["expr"].replace("$__rate_interval", "1m"))


@pytest.mark.parametrize("board", DASHBOARDS, ids=lambda file: file.stem)
def test_links_of_a_dashboard_name_variables_that_it_has(board: Any) -> None:
    dashboard = json.loads(board.read_text(encoding="utf-8"))
    variables = {variable["name"] for variable in dashboard["templating"]["list"]}
    links = list(dashboard.get("links", []))
    for panel in dashboard["panels"]:
        links += panel["fieldConfig"]["defaults"].get("links", [])
        if panel["fieldConfig"]["defaults"].get("links"):
            # the link of a series needs the series' pipeline
            assert all("$pipeline" in target["expr"] for target in panel["targets"]), panel["title"]

    assert bool(links) == ("pipeline" in variables)
    for link in links:
        assert link["url"].startswith("${console:raw}/")
        named = set(re.findall(r"\$\{(\w+)", link["url"])) - {"__field"}
        assert named <= variables, link["url"]


def test_console_knows_grafana_and_its_own_address_as_browsers_reach_them() -> None:
    settings = SERVICES["console"]["environment"]

    assert settings["GRAFANA_URL"] == "http://grafana:3000"
    assert set(SERVICES["console"]["networks"]) & set(SERVICES["grafana"]["networks"])
    for page, service in (("GRAFANA_PAGE", "grafana"), ("CONSOLE_PAGE", "console")):
        published = SERVICES[service]["ports"][0].removeprefix("127.0.0.1:").rpartition(":")[0]
        assert settings[page] == f"http://localhost:{published}"


@pytest.mark.parametrize("board", DASHBOARDS, ids=lambda file: file.stem)
def test_panels_do_not_overlap(board: Any) -> None:
    taken: set[tuple[int, int]] = set()
    ids: set[int] = set()
    for panel in json.loads(board.read_text(encoding="utf-8"))["panels"]:
        at = panel["gridPos"]
        cells = {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}
        assert at["x"] + at["w"] <= 24  # Grafana's columns
        assert not taken & cells, panel["title"]
        assert panel["id"] not in ids
        taken |= cells
        ids.add(panel["id"])


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.get("alert") or rule["record"])
def test_query_of_a_rule_can_be_parsed_by_others_too(rule: dict[str, Any]) -> None:
    promql_parser.parse(rule["expr"])
