"""What must hold for the images."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

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


def program(folder: Path, name: str, text: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/bash\n{text}\n", encoding="utf-8")
    (folder / name).chmod(0o755)


@pytest.mark.parametrize(
    ("java", "kept"),
    [
        ('for o; do case $o in *AtExit=*) echo archive >"${o#*=}" ;; esac; done', True),
        (
            'for o; do case $o in *AtExit=*) echo half >"${o#*=}"; kill -ABRT $$ ;; *-version) exit 1 ;; esac; done',
            False,
        ),
        ("kill -ABRT $$", False),
    ],
)
def test_image_is_built_even_where_java_cannot_archive_classes(tmp_path: Path, java: str, *, kept: bool) -> None:
    archive = tmp_path / "classes.jsa"
    text = (PROJECT / "docker" / "archive-classes").read_text(encoding="utf-8")
    script = tmp_path / "archive-classes"
    script.write_text(text.replace("/opt/tributary/archive/classes.jsa", str(archive)), encoding="utf-8")
    program(tmp_path / "bin", "java", java)

    environment = {**os.environ, "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}"}
    run = subprocess.run(["sh", script, "Main"], env=environment, check=False, capture_output=True, text=True)  # noqa: S603, S607

    assert run.returncode == 0
    assert archive.exists() == kept
    assert ("no archive" in run.stderr) != kept


@pytest.mark.parametrize(
    ("proxy", "expected"),
    [
        ("http://proxy.example:3128", ["<host>proxy.example</host><port>3128</port>", "*.example.com|localhost"]),
        ("http://someone:word@10.0.0.1:8080/", ["<host>10.0.0.1</host>", "<username>someone</username>"]),
    ],
)
def test_maven_in_the_build_asks_the_proxy_of_docker(tmp_path: Path, proxy: str, expected: list[str]) -> None:
    for module in ("pipeline-model", "service-runtime", "producer-service", ".mvn"):
        (tmp_path / "sources" / module).mkdir(parents=True)
    (tmp_path / "sources" / "pom.xml").touch()
    (tmp_path / "build").mkdir()
    program(tmp_path / "bin", "mvn", 'while [ $# -gt 0 ]; do [ "$1" != -s ] || cat "$2"; shift; done')
    environment = {
        **{name: value for name, value in os.environ.items() if "proxy" not in name.lower()},
        "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}",
        "https_proxy": proxy,
        "no_proxy": ".example.com,localhost",
    }

    run = subprocess.run(  # noqa: S603 - ours
        [PROJECT / "docker" / "build-modules", tmp_path / "sources", "producer-service"],
        cwd=tmp_path / "build",
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )

    for part in expected:
        assert part in run.stdout
