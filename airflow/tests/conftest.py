"""Airflow for tests: its own home, no examples, no database."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

HOME = tempfile.TemporaryDirectory(prefix="airflow-home-", ignore_cleanup_errors=True)
os.environ["AIRFLOW_HOME"] = HOME.name
os.environ["AIRFLOW__CORE__LOAD_EXAMPLES"] = "false"
os.environ["AIRFLOW__CORE__UNIT_TEST_MODE"] = "true"

DEFINITIONS = Path(__file__).parent / "definitions"
"""What the Java reader writes for the project's definitions and some others; its own test keeps it up to date."""
