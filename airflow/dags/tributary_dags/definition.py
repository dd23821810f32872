"""What a DAG needs to know of a pipeline.

The Java reader reads the definitions, once, while the image is built. It writes each one as JSON with all defaults, or
its problems as text. Here nothing is checked again.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

VALID = ".json"
INVALID = ".problems"


class InvalidDefinitionError(Exception):
    """A definition that no DAG can be made of. Its text names the file and every problem."""


@dataclass(frozen=True)
class Definition:
    """One pipeline, as far as its DAG needs it.

    ``file`` is the name of the definition's file; ``schedule`` a cron expression or preset, ``None`` when runs are
    started by hand; ``records`` what a run asks for by default, a number or ``all``; ``parameters`` what a run may set,
    with the defaults; ``secret_variables`` the environment variables that it refers to for its secrets, and
    ``has_secret_files`` whether it refers to files.
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
    schedule = pipeline["dag"]["schedule"]
    authentication = pipeline["source"].get("authentication", {})
    references = [text for text in authentication.values() if isinstance(text, str) and text.startswith("${")]
    return Definition(
        file=file.stem,
        name=pipeline["name"],
        source=pipeline["source"]["url"],
        topic=pipeline["topic"]["name"],
        keyspace=pipeline["table"]["keyspace"],
        table=pipeline["table"]["name"],
        dag_id=pipeline["dag"]["id"],
        schedule=None if schedule == "none" else schedule,
        records=pipeline["dag"]["records"],
        parameters=pipeline["source"]["parameters"],
        secret_variables=tuple(
            sorted({text.removeprefix("${env:").removesuffix("}") for text in references if text.startswith("${env:")})
        ),
        has_secret_files=any(text.startswith("${file:") for text in references),
    )
