"""Airflow for tests: its own home, no examples, no database."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

HOME = tempfile.TemporaryDirectory(prefix="airflow-home-", ignore_cleanup_errors=True)
os.environ["AIRFLOW_HOME"] = HOME.name
os.environ["AIRFLOW__CORE__LOAD_EXAMPLES"] = "false"
os.environ["AIRFLOW__CORE__UNIT_TEST_MODE"] = "true"

DEFINITIONS = Path(__file__).parents[2] / "pipelines"


@pytest.fixture
def definitions(tmp_path: Path) -> Path:
    """A folder with a copy of the project's definitions."""
    folder = tmp_path / "pipelines"
    folder.mkdir()
    for file in DEFINITIONS.glob("*.yaml"):
        (folder / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    return folder
