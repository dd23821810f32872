"""Alerts on their whole way: Prometheus with our rules, Alertmanager with our configuration, somebody's webhook."""

from __future__ import annotations

import json
import os
import queue
import re
import signal
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
import yaml

from monitoring import MONITORING, PROMETHEUS, program

LIMIT = 60
"""Seconds until which something must have come; generous, since the machine may be busy."""

FAILED = 'tributary_consumer_failed{pipeline="users"} 1\n'


@contextmanager
def server(handle: Callable[[BaseHTTPRequestHandler], bytes]) -> Iterator[str]:
    """An HTTP server of the test's own that answers every request with what ``handle`` returns."""

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = handle(self)
            self.send_response(200)
            self.send_header("Content-Type", "text/plain; version=0.0.4")
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = answer  # noqa: N815

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=http.serve_forever)
    thread.start()
    try:
        yield f"127.0.0.1:{http.server_port}"
    finally:
        http.shutdown()
        thread.join()
        http.server_close()


@contextmanager
def running(log: Path, *command: str, **environment: str) -> Iterator[None]:
    """A program that runs until the end of the block."""
    with (
        log.open("wb") as out,
        subprocess.Popen(command, env={**os.environ, **environment}, stdout=out, stderr=out) as process,  # noqa: S603 - ours
    ):
        try:
            yield
        finally:
            process.send_signal(signal.SIGTERM)


def free_port() -> int:
    with socket.socket() as any_port:
        any_port.bind(("127.0.0.1", 0))
        return any_port.getsockname()[1]


def alertmanager(stack: ExitStack, folder: Path, receiver: str, form: str) -> str:
    """Starts it as the container does, but for the time that it waits for more alerts; returns where it is."""
    configuration = folder / "etc"
    configuration.mkdir()
    (configuration / "start").write_text((MONITORING / "alertmanager/start").read_text(encoding="utf-8"))
    text = (MONITORING / "alertmanager/alertmanager.yml").read_text(encoding="utf-8")
    (configuration / "alertmanager.yml").write_text(text.replace("group_wait: 10s", "group_wait: 0s"))
    programs = folder / "bin"
    programs.mkdir()
    (programs / "alertmanager").symlink_to(program("alertmanager", "prometheus-alertmanager"))
    address = f"127.0.0.1:{free_port()}"
    stack.enter_context(
        running(
            folder / "alertmanager.log",
            "sh",
            str(configuration / "start"),
            str(folder),
            f"--storage.path={folder / 'alertmanager'}",
            f"--web.listen-address={address}",
            PATH=f"{programs}:{os.environ['PATH']}",
            ALERT_WEBHOOK_URL=f"http://{receiver}/hook/it's&secret",
            ALERT_WEBHOOK_FORMAT=form,
        )
    )
    return address


def prometheus(stack: ExitStack, folder: Path, target: str, alertmanager_address: str) -> None:
    """Starts it with our rules, which fire at once, and one target."""
    rules = folder / "rules.yml"
    alerts = (PROMETHEUS / "rules/alerts.yml").read_text(encoding="utf-8")
    rules.write_text(re.sub(r"(?m)^ +for: .*\n", "", alerts), encoding="utf-8")
    configuration = {
        "global": {"scrape_interval": "1s", "scrape_timeout": "1s", "evaluation_interval": "1s"},
        "rule_files": [str(rules)],
        "alerting": {"alertmanagers": [{"static_configs": [{"targets": [alertmanager_address]}]}]},
        "scrape_configs": [{"job_name": "spark-consumer", "static_configs": [{"targets": [target]}]}],
    }
    file = folder / "prometheus.yml"
    file.write_text(yaml.safe_dump(configuration), encoding="utf-8")
    stack.enter_context(
        running(
            folder / "prometheus.log",
            program("prometheus"),
            f"--config.file={file}",
            f"--storage.tsdb.path={folder / 'data'}",
            f"--web.listen-address=127.0.0.1:{free_port()}",
        )
    )


@pytest.mark.parametrize("form", ["chat", "alertmanager"])
def test_isolated_pipeline_is_posted_to_the_webhook(tmp_path: Path, form: str) -> None:
    received: queue.Queue[tuple[str, dict[str, Any]]] = queue.Queue()

    def take(request: BaseHTTPRequestHandler) -> bytes:
        received.put((request.path, json.loads(request.rfile.read(int(request.headers["Content-Length"])))))
        return b"ok"

    with ExitStack() as stack:
        receiver = stack.enter_context(server(take))
        consumer = stack.enter_context(server(lambda _: FAILED.encode()))
        prometheus(stack, tmp_path, consumer, alertmanager(stack, tmp_path, receiver, form))
        path, message = received.get(timeout=LIMIT)

    assert path == "/hook/it's&secret"
    if form == "chat":
        (attachment,) = message["attachments"]
        assert attachment["title"] == "PipelineIsolated (users)"
        assert attachment["text"].startswith("Pipeline users cannot continue. The other pipelines keep running.")
        assert "docs/monitoring.md#pipelineisolated" in attachment["text"]
    else:
        assert message["groupLabels"] == {"alertname": "PipelineIsolated", "pipeline": "users"}
        assert [alert["status"] for alert in message["alerts"]] == ["firing"]


def test_failed_run_that_airflow_reports_is_posted_to_the_webhook(tmp_path: Path) -> None:
    """The alert is in the form in which ``tributary_dags.report`` sends it, which has a test of its own."""
    received: queue.Queue[dict[str, Any]] = queue.Queue()

    def take(request: BaseHTTPRequestHandler) -> bytes:
        received.put(json.loads(request.rfile.read(int(request.headers["Content-Length"]))))
        return b"ok"

    alert = {
        "labels": {"alertname": "RunFailed", "severity": "warning", "pipeline": "users", "task_id": ""},
        "annotations": {"summary": "Run 1 of user_automation failed in produce", "description": "2 of 1000"},
    }
    with ExitStack() as stack:
        receiver = stack.enter_context(server(take))
        address = alertmanager(stack, tmp_path, receiver, "alertmanager")
        post_until_taken(f"http://{address}/api/v2/alerts", [alert])
        message = received.get(timeout=LIMIT)

    assert [taken["annotations"] for taken in message["alerts"]] == [alert["annotations"]]
    assert message["groupLabels"] == {"alertname": "RunFailed", "pipeline": "users"}


def post_until_taken(url: str, body: Any) -> None:
    """Alertmanager is still starting when this is first tried."""
    request = Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})  # noqa: S310 - loopback
    stop = threading.Event()
    timer = threading.Timer(LIMIT, stop.set)
    timer.start()
    try:
        while not stop.wait(0.1):
            try:
                with urlopen(request, timeout=LIMIT):  # noqa: S310 - loopback
                    return
            except ConnectionRefusedError:
                continue
            except OSError as failed:
                if not isinstance(getattr(failed, "reason", None), ConnectionRefusedError):
                    raise
    finally:
        timer.cancel()
    pytest.fail(f"{url} took no alert within {LIMIT} s")


@pytest.mark.parametrize(
    ("settings", "code"), [({"ALERT_WEBHOOK_FORMAT": "pigeon"}, 2), ({"ALERT_WEBHOOK_URL": ""}, 0)]
)
def test_alertmanager_starts_without_a_webhook_but_not_with_an_unknown_format(
    tmp_path: Path, settings: dict[str, str], code: int
) -> None:
    (tmp_path / "alertmanager").write_text("#!/bin/sh\n", encoding="utf-8")
    (tmp_path / "alertmanager").chmod(0o755)
    environment = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "ALERT_WEBHOOK_URL": "http://x", **settings}

    started = subprocess.run(  # noqa: S603 - ours
        [MONITORING / "alertmanager/start", tmp_path], env=environment, check=False, capture_output=True, text=True
    )

    assert started.returncode == code, started.stderr
    if code:
        assert "set it to chat or alertmanager" in started.stderr
    else:
        written = yaml.safe_load((tmp_path / "alertmanager.yml").read_text(encoding="utf-8"))
        assert written["receivers"] == [{"name": "people"}]


@pytest.mark.parametrize("password", ["", "s'e$cret"])
def test_prometheus_has_the_viewers_password_as_its_token_for_the_console(tmp_path: Path, password: str) -> None:
    (tmp_path / "prometheus").write_text('#!/bin/sh\necho "$@"\n', encoding="utf-8")
    (tmp_path / "prometheus").chmod(0o755)
    environment = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "CONSOLE_VIEWER_PASSWORD": password}

    started = subprocess.run(  # noqa: S603 - ours
        [PROMETHEUS / "start", tmp_path, "--some=option"], env=environment, check=True, capture_output=True, text=True
    )

    assert started.stdout == "--some=option\n"
    assert (tmp_path / "console-token").read_text(encoding="utf-8") == password
    assert (tmp_path / "console-token").stat().st_mode & 0o77 == 0
