"""Makes the DAG of a pipeline out of its definition."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from airflow.sdk import DAG, Param, chain
from airflow.timetables.interval import CronDataIntervalTimetable

from tributary_dags.definition import Definition, read_definition
from tributary_dags.platform import Platform
from tributary_dags.report import TAG, note_success, report_failure, report_timeout
from tributary_dags.steps import PARAMETER, Preflight, Produce, Verify

LARGEST_RUN = 1_000_000
"""The most records that the form takes. The definition's schema has the same limit."""

LONGEST_PARAMETER = 1_000
"""The longest text that a parameter of the definition takes. The producer has the same limit."""

WITHOUT_INTERVALS = ("@once", "@continuous")

START = datetime(2025, 1, 1, tzinfo=UTC)
"""From when on a schedule counts; no run is made up for the time before the DAG was there."""

DOC = """\
### Records of {source} into `{keyspace}.{table}`

One run fetches records of the source, publishes them to the topic `{topic}`, and is green only when **every one of
them** is found in Cassandra, as a row or as a dead letter.

1. **preflight** sees that the source answers, that topics and table exist and that the consumer is ready; nothing is
   fetched before that.
2. **produce** fetches and publishes. Its XCom is the receipt: what was published, and where it is in Kafka.
3. **verify** reads those offsets back and looks each record up. Its XCom is the proof, in short also the run's note.

A red run says why in the last line of its red task, and in its note. Start another with **Trigger**; clearing the red
task repeats the run with the same records, which changes no row that is there already.

This DAG was made of the definition `{file}`.
"""


def pipeline_dag(file: str) -> DAG:
    """The DAG of a definition, from what its reader wrote; InvalidDefinitionError becomes an import error."""
    return make_dag(read_definition(Path(file)), Platform.read(os.environ))


def make_dag(definition: Definition, platform: Platform) -> DAG:
    """The DAG of ``definition``, whose tasks run on ``platform``."""
    with DAG(
        dag_id=definition.dag_id,
        description=f"Records of {definition.source} into {definition.keyspace}.{definition.table}, every one verified",
        doc_md=DOC.format(
            source=definition.source,
            topic=definition.topic,
            keyspace=definition.keyspace,
            table=definition.table,
            file=definition.file,
        ),
        schedule=_schedule(definition),
        start_date=definition.start or START,
        catchup=definition.catchup,
        is_paused_upon_creation=False,
        max_active_runs=1,  # a second run waits: the source's rate limit is one for all
        dagrun_timeout=timedelta(hours=8),
        tags=[TAG, definition.name],
        params=_params(definition),
        default_args={
            "owner": "tributary",
            "retry_delay": timedelta(seconds=10),
            "retry_exponential_backoff": True,
            "max_retry_delay": timedelta(minutes=5),
            "on_failure_callback": report_failure,
        },
        on_failure_callback=report_timeout,
    ) as dag:
        chain(
            Preflight(
                task_id="preflight",
                definition=definition,
                platform=platform,
                retries=0,  # it waits by itself for what is about to come up
                execution_timeout=timedelta(minutes=3),
            ),
            Produce(
                task_id="produce",
                definition=definition,
                platform=platform,
                retries=2,
                execution_timeout=timedelta(hours=6),
            ),
            Verify(
                task_id="verify",
                definition=definition,
                platform=platform,
                retries=2,
                execution_timeout=timedelta(minutes=30),
                on_success_callback=note_success,
            ),
        )
    return dag


def _schedule(definition: Definition) -> str | CronDataIntervalTimetable | None:
    """The schedule, with data intervals where a run can read one: by default Airflow's cron has none."""
    schedule = definition.schedule
    has_intervals = definition.incremental is not None and definition.incremental.takes_intervals
    if schedule is None or not has_intervals or schedule in WITHOUT_INTERVALS:
        return schedule
    return CronDataIntervalTimetable(schedule, timezone="UTC")


def _params(definition: Definition) -> dict[str, Param]:
    params = {
        "records": Param(
            definition.records,
            type=["integer", "string"],
            minimum=1,
            maximum=LARGEST_RUN,
            pattern="^all$",
            title="Records",
            description="How many records to fetch, or all that the source has.",
        ),
        "duration": Param(
            None,
            type=["null", "string"],
            pattern=r"^[1-9][0-9]{0,4}(s|m|h)$",
            title="Duration",
            description="Fetch for that long instead, for example 60s or 5m; the number of records is then ignored.",
        ),
        "rate": Param(
            None,
            type=["null", "integer"],
            minimum=1,
            maximum=1_000_000,
            title="Rate",
            description="At most so many records per second; empty for as fast as the source allows.",
        ),
        "seed": Param(
            None,
            type=["null", "string"],
            pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$",
            title="Seed",
            description="Fetch the records of this seed again; empty for records of the run's own.",
        ),
        "source": Param(
            None,
            type=["null", "string"],
            pattern=r"^https?://[^\s@?#]+$",
            title="Source",
            description=(
                f"URL to fetch from; empty for the simulator if it is up (docker compose --profile offline up -d), "
                f"else {definition.source}"
            ),
        ),
    } | {
        PARAMETER + name: Param(
            default,
            type=["null", "string"],
            pattern=r"^[^\x00-\x1f\x7f]*$",
            maxLength=LONGEST_PARAMETER,
            title=name,
            section="Parameters of the definition",
            description=f"The value of {{run:{name}}} in the definition; empty for none.",
        )
        for name, default in definition.parameters.items()
    }
    return params | _range_params() if definition.incremental else params


def _range_params() -> dict[str, Param]:
    return {
        "from": Param(
            None,
            type=["null", "string"],
            pattern=r"^-?[0-9][0-9TZ:.+-]{0,39}$",
            title="From",
            description="Read from this value on, instead of the cursor or the run's data interval.",
        ),
        "backfill": Param(
            None,
            type=["null", "string"],
            pattern=r"^-?[0-9][0-9TZ:+-]*(\.[0-9]+Z?)?\.\.-?[0-9][0-9TZ:.+-]*$",
            maxLength=80,
            title="Backfill",
            description="Read the range FROM..TO again, TO exclusive; the cursor stays.",
        ),
    }
