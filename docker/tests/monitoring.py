"""What the tests of monitoring share: where its files are, and the programs of Prometheus."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
MONITORING = PROJECT / "docker" / "monitoring"
PROMETHEUS = MONITORING / "prometheus"


def program(*names: str) -> str:
    """The path of the first of these programs that is here; skips the test if there is none, but not in CI."""
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found:
        return found
    missing = f"{names[0]} is missing: apt-get install prometheus prometheus-alertmanager"
    if os.environ.get("TRIBUTARY_CONTAINERS") == "yes":
        pytest.fail(missing)
    pytest.skip(missing)
