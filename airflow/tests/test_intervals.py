"""What the runs of an incremental pipeline read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pendulum
import pytest
from airflow.sdk import DAG
from airflow.sdk.exceptions import AirflowFailException, ParamValidationError
from airflow.serialization.serialized_objects import DagSerialization
from airflow.timetables.base import DataInterval, TimeRestriction

from conftest import DEFINITIONS
from tributary_dags.definition import read_definition
from tributary_dags.pipeline_dag import START, make_dag
from tributary_dags.platform import Platform
from tributary_dags.report import summary

DAY = timedelta(days=1)
NOON = datetime(2026, 2, 3, 12, tzinfo=UTC)


def dag_of(definition: str) -> DAG:
    return make_dag(read_definition(DEFINITIONS / f"{definition}.json"), Platform.read({}))


def range_of(definition: str, run_type: str, interval: tuple[datetime, datetime] | None, **params: str) -> list[str]:
    """The options of produce that say what to read."""
    dag = dag_of(definition)
    context: dict[str, Any] = {
        "params": dag.params.dump() | params,
        "run_id": "r",
        "ti": SimpleNamespace(xcom_pull=lambda **_: {"source": "http://s.example"}),
        "dag_run": SimpleNamespace(run_type=run_type, run_after=NOON),
    }
    if interval:
        context |= {"data_interval_start": interval[0], "data_interval_end": interval[1]}
    arguments = dag.get_task("produce").arguments(context)
    return [argument for argument in arguments if argument.startswith(("--from", "--backfill"))]


def test_scheduled_run_reads_its_data_interval_where_the_definition_says_so() -> None:
    expected = ["--backfill=2026-02-02T12:00:00Z..2026-02-03T12:00:00Z"]

    assert range_of("orders.yaml", "scheduled", (NOON - DAY, NOON)) == expected
    assert range_of("orders.yaml", "scheduled", (NOON - DAY, NOON)) == expected  # another try


def test_scheduled_run_reads_from_the_cursor_by_default() -> None:
    assert range_of("visits.yaml", "scheduled", (NOON - DAY, NOON)) == []


def test_run_of_a_backfill_reads_its_interval_whatever_the_definition_says() -> None:
    assert range_of("visits.yaml", "backfill", (NOON - DAY, NOON)) == ["--backfill=2026-02-02..2026-02-03"]


def test_form_comes_before_the_interval() -> None:
    interval = (NOON - DAY, NOON)

    assert range_of("orders.yaml", "manual", interval, **{"from": "2026-01-05"}) == ["--from=2026-01-05"]
    assert range_of("orders.yaml", "manual", interval, backfill="2026-01-05..2026-01-06") == [
        "--backfill=2026-01-05..2026-01-06"
    ]


@pytest.mark.parametrize("interval", [None, (NOON, NOON)])
def test_run_without_an_interval_says_what_to_do(interval: tuple[datetime, datetime] | None) -> None:
    with pytest.raises(AirflowFailException, match="fill in 'from' or 'backfill'"):
        range_of("orders.yaml", "manual", interval)


def test_form_has_ranges_only_for_incremental_sources() -> None:
    assert {"from", "backfill"} <= set(dag_of("orders.yaml").params)
    assert not {"from", "backfill"} & set(dag_of("users.yaml").params)


@pytest.mark.parametrize(
    ("name", "value"),
    [("from", "--help"), ("from", "a b"), ("backfill", "2026-01-05"), ("backfill", "--x..2026-01-05")],
)
def test_form_refuses_what_is_no_range(name: str, value: str) -> None:
    with pytest.raises(ParamValidationError):
        dag_of("orders.yaml").params[name] = value


def test_start_and_catchup_are_the_definitions() -> None:
    assert dag_of("orders.yaml").start_date == datetime(2026, 1, 1, tzinfo=UTC)
    assert dag_of("orders.yaml").catchup is True
    assert dag_of("visits.yaml").start_date == START
    assert dag_of("visits.yaml").catchup is False


def test_intervals_follow_each_other_from_the_start_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """What catch-up makes of the schedule once the DAG has come through the database."""
    monkeypatch.setenv("AIRFLOW__SCHEDULER__CREATE_CRON_DATA_INTERVALS", "false")  # as where no test runs
    timetable = DagSerialization.from_dict(DagSerialization.to_dict(dag_of("orders.yaml"))).timetable
    start = pendulum.datetime(2026, 1, 1)
    restriction = TimeRestriction(earliest=start, latest=None, catchup=True)

    first = timetable.next_dagrun_info(last_automated_data_interval=None, restriction=restriction)
    assert first is not None
    second = timetable.next_dagrun_info(last_automated_data_interval=first.data_interval, restriction=restriction)
    assert second is not None

    assert first.data_interval == DataInterval(start, start.add(days=1))
    assert second.data_interval == DataInterval(start.add(days=1), start.add(days=2))


def test_note_of_a_run_without_news_says_so() -> None:
    receipt = {"published": 0, "rejected": 0, "source": "http://s.example", "cursor": {}}

    assert summary(receipt, {"rows": 0}) == "nothing new; source http://s.example"
