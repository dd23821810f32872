"""Writes one DAG file for each definition, so that a definition that cannot be used has an import error of its own.

Run while the image is built: ``python -m tributary_dags.dag_files NORMALIZED DAGS``.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tributary_dags.definition import definitions_in

TEMPLATE = '''\
"""The DAG of the pipeline definition {name}; written for it when the image was built, from the definition's name."""

# The words airflow and DAG make Airflow read this file.
from tributary_dags.pipeline_dag import pipeline_dag

dag = pipeline_dag({path!r})
'''


def write_dag_files(normalized: Path, dags: Path) -> list[Path]:
    """Writes into the folder ``dags`` and returns the files written. What is ``normalized`` is not opened."""
    written = []
    for path in definitions_in(normalized):
        definition = Path(path.stem)  # users.yaml of users.yaml.json
        file = dags / f"{definition.stem}{'' if definition.suffix == '.yaml' else '_yml'}.py"
        file.write_text(TEMPLATE.format(name=definition, path=str(path)), encoding="utf-8")
        written.append(file)
    return written


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python -m tributary_dags.dag_files NORMALIZED DAGS")
    for path in write_dag_files(Path(sys.argv[1]), Path(sys.argv[2])):
        print(path)
