"""What must hold for the images."""

from __future__ import annotations

import subprocess
from pathlib import Path

PROJECT = Path(__file__).parents[2]


def test_collect_jars_leaves_out_what_is_there_but_for_the_one_that_is_ours(tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.mkdir()
    for name in ("snakeyaml-2.0.jar", "snakeyaml-engine-2.6.jar", "jackson-core-2.15.2.jar"):
        (there / name).touch()
    libraries = [tmp_path / name for name in ("snakeyaml-2.4.jar", "jackson-core-2.15.2.jar", "picocli-4.7.7.jar")]
    own = tmp_path / "own.jar"
    for jar in [*libraries, own]:
        jar.touch()
    class_path = tmp_path / "classpath"
    class_path.write_text(":".join(str(jar) for jar in libraries), encoding="utf-8")
    out = tmp_path / "out"

    script = PROJECT / "docker" / "collect-jars"
    subprocess.run([script, class_path, own, out, there, "snakeyaml"], check=True)  # noqa: S603 - ours

    assert {jar.name for jar in (out / "lib").iterdir()} == {"picocli-4.7.7.jar", "snakeyaml-2.4.jar"}
    assert {jar.name for jar in (out / "own").iterdir()} == {"own.jar"}
