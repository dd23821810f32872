"""What a DAG needs to know of a pipeline.

The Java reader reads the definitions, once, while the image is built. It writes each one as JSON with all defaults, or
its problems as text. Here nothing is checked again.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

VALID = ".json"
INVALID = ".problems"


class InvalidDefinitionError(Exception):
    """A definition that no DAG can be made of. Its text names the file and every problem."""


@dataclass(frozen=True)
class Incremental:
    """How a source is read by what has changed in it.

    ``reads_intervals`` says whether a scheduled run reads its data interval instead of what has changed since the
    cursor; ``takes_intervals`` whether the source can be asked for one; ``by_day`` whether it is read by days.
    """

    reads_intervals: bool
    takes_intervals: bool
    by_day: bool


@dataclass(frozen=True)
class Definition:
    """One pipeline, as far as its DAG needs it.

    ``file`` is the name of the definition's file; ``schedule`` a cron expression or preset, ``None`` when runs are
    started by hand; ``records`` what a run asks for by default, a number or ``all``; ``parameters`` what a run may set,
    with the defaults; ``secret_variables`` the environment variables that it refers to for its secrets, and
    ``has_secret_files`` whether it refers to files; ``start`` from when on the schedule counts, if
    the definition says so.
    """

    file: str
    name: str
    source: str
    topic: str
    keyspace: str
    table: str
    dag_id: str
    schedule: str | None
    records: int | str
    parameters: dict[str, str]
    secret_variables: tuple[str, ...]
    has_secret_files: bool
    incremental: Incremental | None
    catchup: bool
    start: datetime | None


def definitions_in(folder: Path) -> list[Path]:
    """What the reader wrote for each definition of a folder, in the order of their names."""
    return sorted(file for file in folder.iterdir() if file.suffix in (VALID, INVALID))


def read_definition(file: Path) -> Definition:
    """Reads what the reader wrote for one definition.

    Raises InvalidDefinitionError.
    """
    text = file.read_text(encoding="utf-8")
    if file.suffix == INVALID:
        raise InvalidDefinitionError(text.strip())
    pipeline = json.loads(text)
    table = pipeline["table"] if "table" in pipeline else pipeline["tables"][0]
    schedule = pipeline["dag"]["schedule"]
    authentication = pipeline["source"].get("authentication", {})
    references = [text for text in authentication.values() if isinstance(text, str) and text.startswith("${")]
    return Definition(
        file=file.stem,
        name=pipeline["name"],
        source=pipeline["source"]["url"],
        topic=pipeline["topic"]["name"],
        keyspace=table["keyspace"],
        table=table["name"],
        dag_id=pipeline["dag"]["id"],
        schedule=None if schedule == "none" else schedule,
        records=pipeline["dag"]["records"],
        parameters=pipeline["source"]["parameters"],
        secret_variables=tuple(
            sorted({text.removeprefix("${env:").removesuffix("}") for text in references if text.startswith("${env:")})
        ),
        has_secret_files=any(text.startswith("${file:") for text in references),
        incremental=_incremental(pipeline),
        catchup=pipeline["dag"]["catchup"],
        start=datetime.fromisoformat(pipeline["dag"]["start"]) if "start" in pipeline["dag"] else None,
    )


def _incremental(pipeline: dict[str, Any]) -> Incremental | None:
    source = pipeline["source"]
    read = source.get("incremental")
    if read is None:
        return None
    types = {field["name"]: field["type"] for field in pipeline["event"]["fields"]}
    names_end = "end-parameter" in read or "{window-end" in json.dumps(source)
    return Incremental(
        reads_intervals=pipeline["dag"]["interval"] == "data-interval",
        takes_intervals=names_end and types[read["field"]] in ("timestamp", "date"),
        by_day=types[read["field"]] == "date",
    )
