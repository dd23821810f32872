"""Airflow runs every schedule that `tributary check` takes.

The list is that of the reader's own test, which holds the other half: what `check` takes.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pendulum
import pytest
from airflow.sdk import DAG
from airflow.serialization.serialized_objects import DagSerialization
from airflow.timetables.base import TimeRestriction

LIST = Path(__file__).parents[2] / "pipeline-model/src/test/resources/schedules.txt"
LINES = [line for line in LIST.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


def airflow_runs(schedule: str) -> bool:
    """Whether a DAG can have the schedule, come through the database, and get a first run."""
    start = datetime(2025, 1, 1, tzinfo=UTC)
    try:
        dag = DAG(dag_id="d", schedule=None if schedule == "none" else schedule, start_date=start, max_active_runs=1)
        timetable = DagSerialization.from_dict(DagSerialization.to_dict(dag)).timetable
        timetable.validate()
        restriction = TimeRestriction(earliest=pendulum.instance(start), latest=None, catchup=False)
        timetable.next_dagrun_info(last_automated_data_interval=None, restriction=restriction)
    except Exception:  # whatever it is: the DAG would not run
        return False
    return True


def test_list_has_both_verdicts() -> None:
    assert sum(line.startswith("both | ") for line in LINES) > 100
    assert sum(line.startswith("none | ") for line in LINES) > 100


@pytest.mark.parametrize("line", LINES)
def test_airflow_and_check_agree(line: str) -> None:
    verdict, schedule = line.split(" | ")

    assert airflow_runs(schedule) == (verdict in ("both", "airflow"))
