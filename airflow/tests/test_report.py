"""Notes and alerts, against a real HTTP server of the test's own."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from typing import Any

import pytest

from tributary_dags.report import note_success, report_failure, report_timeout, summary


@dataclass
class Received:
    """What the server was sent: method and path, then body."""

    url: str
    status: int = 200
    refused: set[str] = field(default_factory=set)
    requests: list[tuple[str, Any]] = field(default_factory=list)


@pytest.fixture
def server() -> Iterator[Received]:
    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            received.requests.append((f"{self.command} {self.path}", body))
            self.send_response(400 if self.path in received.refused else received.status)
            self.end_headers()
            self.wfile.write(b'{"access_token": "t"}')

        do_POST = do_PATCH = answer  # noqa: N815

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    received = Received(f"http://127.0.0.1:{http.server_port}")
    thread = threading.Thread(target=http.serve_forever)
    thread.start()
    yield received
    http.shutdown()
    thread.join()
    http.server_close()


def context(**more: Any) -> Any:
    ti = SimpleNamespace(
        task_id="produce",
        log_url="http://airflow/log",
        xcom_pull=lambda task_ids: {
            "produce": {"published": 1000, "source": "http://s/"},
            "verify": {"rows": 998, "dead_letters": 2, "distinct_keys": 997},
        }[task_ids],
    )
    return {
        "dag": SimpleNamespace(dag_id="user_automation", tags={"tributary", "users"}),
        "run_id": "manual__1+00:00",
        "ti": ti,
    } | more


@pytest.fixture
def api(server: Received, monkeypatch: pytest.MonkeyPatch) -> Received:
    host = server.url.removeprefix("http://")
    monkeypatch.setenv("AIRFLOW_CONN_TRIBUTARY_API", f"http://someone:hush@{host}")
    return server


def test_note_says_what_was_proved(api: Received) -> None:
    note_success(context())

    assert api.requests == [
        ("POST /auth/token", {"username": "someone", "password": "hush"}),
        (
            "PATCH /api/v2/dags/user_automation/dagRuns/manual__1%2B00%3A00?update_mask=note",
            {
                "note": "1000 records published with 997 distinct keys, 998 rows and 2 dead letters verified; "
                "source http://s/"
            },
        ),
    ]


def test_note_names_columns_without_a_value_and_speaks_of_one_record() -> None:
    verified = {
        "rows": 11,
        "dead_letters": 1,
        "distinct_keys": 11,
        "warnings": ["no record has a value for column size (from /siez): check the pointer in the definition"],
    }

    assert summary({"published": 11, "source": "http://s/"}, verified) == (
        "11 records published with 11 distinct keys, 11 rows and 1 dead letter verified; source http://s/; "
        "no record has a value for column size (from /siez): check the pointer in the definition"
    )


def test_failure_is_noted_but_no_alert_is_sent_when_no_webhook_is_set(api: Received) -> None:
    report_failure(context(exception=RuntimeError("2 of 1000 were published")))

    assert [body for _, body in api.requests][-1] == {"note": "produce: 2 of 1000 were published"}
    assert len(api.requests) == 2


def test_run_that_takes_too_long_is_noted(api: Received) -> None:
    report_timeout(context(reason="timed_out"))

    assert [body for _, body in api.requests][-1] == {"note": "the run took longer than its limit"}


def test_failure_is_sent_to_the_webhook(server: Received, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALERT_WEBHOOK_URL", f"{server.url}/hook/secret")

    report_failure(context(exception=RuntimeError("2 of 1000 were published")))

    assert server.requests == [
        (
            "POST /hook/secret",
            {
                "text": "Run manual__1+00:00 of user_automation failed in produce: 2 of 1000 were published",
                "dag_id": "user_automation",
                "run_id": "manual__1+00:00",
                "task_id": "produce",
                "reason": "2 of 1000 were published",
                "log_url": "http://airflow/log",
            },
        )
    ]


def test_webhook_that_fails_is_logged_without_its_secret(
    server: Received, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    server.status = 500
    monkeypatch.setenv("ALERT_WEBHOOK_URL", f"{server.url}/hook/secret")

    with caplog.at_level(logging.INFO):
        report_failure(context(exception=RuntimeError("no")))

    assert caplog.messages[-1] == "The alert could not be sent (HTTPError). It says: no"
    assert "secret" not in caplog.text


def test_failure_is_sent_to_alertmanager_alone_where_there_is_one(
    server: Received, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALERTMANAGER_URL", f"{server.url}/")
    monkeypatch.setenv("ALERT_WEBHOOK_URL", f"{server.url}/hook/secret")

    report_failure(context(exception=RuntimeError("2 of 1000 were published")))

    assert server.requests == [
        (
            "POST /api/v2/alerts",
            [
                {
                    "labels": {
                        "alertname": "RunFailed",
                        "severity": "warning",
                        "pipeline": "users",
                        "dag_id": "user_automation",
                        "run_id": "manual__1+00:00",
                        "task_id": "produce",
                    },
                    "annotations": {
                        "summary": "Run manual__1+00:00 of user_automation failed in produce",
                        "description": "2 of 1000 were published",
                        "runbook": "docs/monitoring.md#runfailed",
                    },
                    "generatorURL": "http://airflow/log",
                }
            ],
        )
    ]


@pytest.mark.parametrize("refused", [True, False])
def test_failure_goes_to_the_webhook_when_alertmanager_does_not_take_it(
    server: Received, monkeypatch: pytest.MonkeyPatch, *, refused: bool
) -> None:
    if refused:
        server.refused.add("/api/v2/alerts")
    monkeypatch.setenv("ALERTMANAGER_URL", server.url if refused else "http://127.0.0.1:9")
    monkeypatch.setenv("ALERT_WEBHOOK_URL", f"{server.url}/hook")

    report_timeout(context(reason="timed_out"))

    assert server.requests[-1][0] == "POST /hook"
    assert server.requests[-1][1]["reason"] == "the run took longer than its limit"


def test_reason_stays_the_last_line_when_nobody_monitors(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("ALERTMANAGER_URL", "http://127.0.0.1:9")

    with caplog.at_level(logging.INFO):
        report_failure(context(exception=RuntimeError("no")))

    assert [message for message in caplog.messages if "lert" in message] == []


@pytest.mark.parametrize(("reason", "alerts"), [("timed_out", 1), ("task_failure", 0)])
def test_run_that_takes_too_long_is_reported_once(
    server: Received, monkeypatch: pytest.MonkeyPatch, reason: str, alerts: int
) -> None:
    monkeypatch.setenv("ALERT_WEBHOOK_URL", f"{server.url}/hook")

    report_timeout(context(reason=reason))

    assert len(server.requests) == alerts


def test_nothing_is_sent_anywhere_when_nothing_is_set(server: Received) -> None:
    report_failure(context(exception=RuntimeError("no")))

    assert server.requests == []
