"""What a run tells people when it ends: its note on the runs' page, and an alert when it failed."""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import requests
from airflow.sdk import BaseHook
from airflow.sdk.exceptions import AirflowNotFoundException

if TYPE_CHECKING:
    from airflow.sdk import Context

log = logging.getLogger(__name__)

API_CONNECTION = "tributary_api"
"""Connection to Airflow's own API: a task has no other way to write its run's note."""

WEBHOOK = "ALERT_WEBHOOK_URL"
ALERTMANAGER = "ALERTMANAGER_URL"
"""Where Alertmanager is, if the platform is monitored: it groups alerts, and posts them to the webhook itself."""

TAG = "tributary"
"""What every DAG of a pipeline is tagged with."""

RUNBOOK = "docs/monitoring.md#runfailed"
SECONDS = 10
LONGEST_NOTE = 1000


def note_success(context: Context) -> None:
    """Callback of the last task: the run's note says what was proved."""
    _set_note(context, summary(context["ti"].xcom_pull(task_ids="produce"), context["ti"].xcom_pull(task_ids="verify")))


def report_failure(context: Context) -> None:
    """Callback of every task: the run's note says why it is red, and so does the alert, where one is wanted."""
    reason = str(context.get("exception") or context.get("reason") or "no reason was given")
    task_id = context["ti"].task_id if "ti" in context else ""
    _set_note(context, f"{task_id}: {reason}")
    _alert(context, task_id, reason)


def report_timeout(context: Context) -> None:
    """Callback of the DAG. Failed tasks have reported already; a run that took too long has nobody else to do it."""
    if context.get("reason") == "timed_out":
        reason = "the run took longer than its limit"
        _set_note(context, reason)
        _alert(context, "", reason)


def summary(receipt: dict[str, Any], verified: dict[str, Any]) -> str:
    """One line on a green run."""
    if not receipt["published"] and not receipt.get("rejected") and "cursor" in receipt:
        return f"nothing new; source {receipt['source']}"
    doubts = "".join(f"; {warning}" for warning in verified.get("warnings", []))
    return (
        f"{_counted(receipt['published'], 'record')} published with "
        f"{_counted(verified.get('distinct_keys', '?'), 'distinct key')}, "
        f"{_counted(verified.get('rows', '?'), 'row')} and "
        f"{_counted(verified.get('dead_letters', '?'), 'dead letter')} verified; source {receipt['source']}{doubts}"
    )


def _counted(number: Any, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _set_note(context: Context, note: str) -> None:
    try:
        api = BaseHook.get_connection(API_CONNECTION)
    except AirflowNotFoundException:
        log.info("The run gets no note: there is no connection %s", API_CONNECTION)
        return
    base = f"{api.schema or 'http'}://{api.host}:{api.port or 8080}"
    run = f"{base}/api/v2/dags/{quote(context['dag'].dag_id)}/dagRuns/{quote(context['run_id'])}"
    try:
        token = requests.post(
            f"{base}/auth/token", json={"username": api.login, "password": api.password}, timeout=SECONDS
        )
        token.raise_for_status()
        requests.patch(
            run,
            params={"update_mask": "note"},
            json={"note": note[:LONGEST_NOTE]},
            headers={"Authorization": f"Bearer {token.json()['access_token']}"},
            timeout=SECONDS,
        ).raise_for_status()
    except requests.RequestException as failed:
        log.warning("The run gets no note: %s", type(failed).__name__)


def _alert(context: Context, task_id: str, reason: str) -> None:
    """Tells Alertmanager, or posts to the webhook of the environment where there is no Alertmanager."""
    if not _sent_to_alertmanager(context, task_id, reason):
        _post_to_webhook(context, task_id, reason)


def _sent_to_alertmanager(context: Context, task_id: str, reason: str) -> bool:
    """The alert has the name of the one that Prometheus raises for a red run, so that both are one message."""
    alertmanager = os.environ.get(ALERTMANAGER)
    if not alertmanager:
        return False
    alert = {
        "labels": {
            "alertname": "RunFailed",
            "severity": "warning",
            "pipeline": _pipeline(context),
            "dag_id": context["dag"].dag_id,
            "run_id": context["run_id"],
            "task_id": task_id,
        },
        "annotations": {"summary": _headline(context, task_id), "description": reason, "runbook": RUNBOOK},
        **({"generatorURL": _log_url(context)} if _log_url(context) else {}),  # it refuses an empty one
    }
    try:
        requests.post(f"{alertmanager.rstrip('/')}/api/v2/alerts", json=[alert], timeout=SECONDS).raise_for_status()
    except requests.RequestException as failed:
        # Without monitoring nobody listens: a line about it would hide the reason, which is to be a red run's last one.
        level = logging.DEBUG if isinstance(failed, requests.ConnectionError) else logging.WARNING
        log.log(level, "Alertmanager did not take the alert (%s). It says: %s", type(failed).__name__, reason)
        return False
    return True


def _post_to_webhook(context: Context, task_id: str, reason: str) -> None:
    """The webhook's URL is a secret and is never logged."""
    webhook = os.environ.get(WEBHOOK)
    if not webhook:
        return
    alert = {
        "text": f"{_headline(context, task_id)}: {reason}",
        "dag_id": context["dag"].dag_id,
        "run_id": context["run_id"],
        "task_id": task_id,
        "reason": reason,
        "log_url": _log_url(context),
    }
    try:
        requests.post(webhook, json=alert, timeout=SECONDS).raise_for_status()
    except requests.RequestException as failed:
        log.error("The alert could not be sent (%s). It says: %s", type(failed).__name__, reason)


def _pipeline(context: Context) -> str:
    """Its name is a tag of the DAG, beside the one that all have."""
    return min(set(context["dag"].tags) - {TAG}, default=TAG)


def _headline(context: Context, task_id: str) -> str:
    where = f" in {task_id}" if task_id else ""
    return f"Run {context['run_id']} of {context['dag'].dag_id} failed{where}"


def _log_url(context: Context) -> str:
    return context["ti"].log_url if "ti" in context else ""
