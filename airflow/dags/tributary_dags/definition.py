"""What a DAG needs to know of a pipeline definition.

The services validate a definition whole (``tributary check FILE`` shows every problem); here only what the DAG
itself is made of is read and checked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml
from croniter import croniter

DAG_ID = re.compile(r"[A-Za-z0-9_.-]{1,250}")
PRESETS = frozenset({"@once", "@continuous", "@hourly", "@daily", "@weekly", "@monthly", "@quarterly", "@yearly"})
LARGEST_RUN = 1_000_000


class InvalidDefinitionError(Exception):
    """A definition that no DAG can be made of. Its text names the file and every problem."""


@dataclass(frozen=True)
class Definition:
    """What a DAG needs to know of one pipeline.

    ``schedule`` is a cron expression or preset, ``None`` when runs are started by hand; ``records`` is what a run asks
    for by default.
    """

    file: Path
    name: str
    source: str
    topic: str
    keyspace: str
    table: str
    dag_id: str
    schedule: str | None
    records: int


def definitions_in(folder: Path) -> list[Path]:
    """The definitions of a folder, in the order of their names."""
    return sorted(file for file in folder.iterdir() if file.suffix in (".yaml", ".yml"))


def read_definition(file: Path) -> Definition:
    """Reads one definition and makes sure that no other one beside it has its name or DAG.

    Raises InvalidDefinitionError.
    """
    document = _load(file)
    problems: list[str] = []

    def value(*way: str, kind: type = str, default: Any = None) -> Any:
        found: Any = document
        for step in way:
            found = found.get(step) if isinstance(found, dict) else None
        if found is None and default is not None:
            return default
        if not isinstance(found, kind) or isinstance(found, bool) or found == "":
            expected = "a whole number" if kind is int else "a text"
            problems.append(f"{'.'.join(way)} is {found!r}, expected {expected}")
            return kind()
        return found

    name = value("name")
    source = value("source", "url")
    topic = value("topic", "name")
    keyspace, table = value("table", "keyspace"), value("table", "name")
    dag_id = value("dag", "id", default=name)
    if dag_id and not DAG_ID.fullmatch(dag_id):
        problems.append(f"dag.id is {dag_id!r}, expected letters, digits, '_', '-' and '.'")
    known = len(problems)
    records = value("dag", "records", kind=int, default=1000)
    if len(problems) == known and not 1 <= records <= LARGEST_RUN:
        problems.append(f"dag.records is {records}, expected 1 to {LARGEST_RUN}")
    schedule = _schedule(value("dag", "schedule", default="none"), problems)
    for other in definitions_in(file.parent):
        if other != file:
            problems += _shared(document, other)
    if problems:
        raise InvalidDefinitionError(f"{file.name}: {'; '.join(problems)}")
    return Definition(file, name, source, topic, keyspace, table, dag_id, schedule, records)


def _load(file: Path) -> dict[str, Any]:
    try:
        document = yaml.safe_load(file.read_text(encoding="utf-8"))
    except yaml.MarkedYAMLError as malformed:
        line = malformed.problem_mark.line + 1 if malformed.problem_mark else "?"
        raise InvalidDefinitionError(f"{file.name}: line {line}: not YAML: {malformed.problem}") from None
    except (yaml.YAMLError, UnicodeDecodeError) as malformed:
        raise InvalidDefinitionError(f"{file.name}: not YAML: {malformed}") from None
    if not isinstance(document, dict):
        raise InvalidDefinitionError(f"{file.name}: expected a mapping with name, source, event, topic, table and dag")
    return document


def _schedule(text: str, problems: list[str]) -> str | None:
    if text in ("", "none"):
        return None
    if text.startswith("@"):
        if text not in PRESETS:
            problems.append(f"dag.schedule is {text!r}, expected one of {', '.join(sorted(PRESETS))}")
    elif not croniter.is_valid(text):
        problems.append(f"dag.schedule is {text!r}, expected none, a preset such as @hourly, or a cron expression")
    return text


def _shared(document: dict[str, Any], other: Path) -> list[str]:
    """Airflow reads each definition in a process of its own and would not see two DAGs of one id."""
    try:
        theirs = _load(other)
    except InvalidDefinitionError:
        return []  # it has an import error of its own
    problems = []
    if document.get("name") and document.get("name") == theirs.get("name"):
        problems.append(f"name is {document['name']!r}, which {other.name} has already")
    mine = _dag_id(document)
    if mine and mine == _dag_id(theirs):
        problems.append(f"dag.id is {mine!r}, which {other.name} has already")
    return problems


def _dag_id(document: dict[str, Any]) -> Any:
    dag = document.get("dag")
    return (dag.get("id") if isinstance(dag, dict) else None) or document.get("name")


def start_of_time() -> datetime:
    """From when on a schedule counts; no run is made up for the time before the DAG was there."""
    return datetime(2025, 1, 1, tzinfo=UTC)
