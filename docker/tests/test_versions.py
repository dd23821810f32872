"""A version that several files name is the same in all of them."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

PROJECT = Path(__file__).parents[2]
MAVEN = {"m": "http://maven.apache.org/POM/4.0.0"}


def read(path: str) -> str:
    return (PROJECT / path).read_text(encoding="utf-8")


def pom(path: str) -> str:
    """The text at a place of the root POM, or of an argument of its build."""
    element = ElementTree.fromstring(read("pom.xml")).find(path, MAVEN)  # noqa: S314 - our own file
    assert element is not None
    assert element.text
    return element.text


def declared(name: str) -> str:
    return pom(f"m:properties/m:{name}")


def found(pattern: str, *paths: str) -> set[str]:
    """All that the pattern's group matches in these files, each of which names it at least once."""
    matches = {path: set(re.findall(pattern, read(path))) for path in paths}
    assert all(matches.values()), matches
    return set().union(*matches.values())


CONTAINER_STACK = "local-stack/src/test/java/io/tributary/stack/ContainerStack.java"


def test_kafka() -> None:
    assert found(r"apache/kafka:([\d.]+)", "docker-compose.yml", CONTAINER_STACK) == {declared("kafka.version")}


def test_cassandra() -> None:
    assert found(r"\bcassandra:(\d+\.[\d.]+)", "docker-compose.yml", CONTAINER_STACK) == {declared("cassandra.version")}


def test_spark_scala_and_java() -> None:
    spark, scala = declared("spark.version"), declared("scala.binary.version")
    java = declared("maven.compiler.release")

    assert found(r"FROM apache/spark:(\S+)", "Dockerfile") == {f"{spark}-scala{scala}-java{java}-ubuntu"}
    assert found(r"SPARK_SCALA_VERSION=([\d.]+)", "Dockerfile") == {scala}


def test_java() -> None:
    assert found(r"temurin[-:](\d+)", "Dockerfile") == {declared("maven.compiler.release")}


def test_airflow_and_python() -> None:
    airflow, python = re.search(r"FROM apache/airflow:([\d.]+)-python([\d.]+)", read("Dockerfile")).groups()  # type: ignore[union-attr]

    assert found(r"(?m)^apache-airflow(?:-core)?==(\S+)$", "airflow/requirements-test.txt") == {airflow}
    assert "py" + python.replace(".", "") in found(r'target-version = "(\w+)"', "airflow/pyproject.toml")


def test_a_python_package_has_one_version() -> None:
    lists = ["airflow/requirements-test.txt", "docker/tests/requirements.txt"]
    packages = [name for path in lists for name in re.findall(r"(?m)^([\w.-]+)==", read(path))]

    assert len(packages) > 100
    assert sorted(packages) == sorted(set(packages))


def test_tributary_itself() -> None:
    version = declared("revision")
    modules = [f"{module}/pom.xml" for module in found(r"<module>([^<]+)<", "pom.xml")]

    assert found(r"(?s)<artifactId>tributary</artifactId>\s*<version>([^<]+)<", *modules, "pom.xml") == {"${revision}"}
    assert found(r"ARG VERSION=(\S+)", "Dockerfile") == {version}
    assert found(r"\$\{TRIBUTARY_VERSION:-([^}]+)}", "docker-compose.yml") == {version.removesuffix("-SNAPSHOT")}


def test_changelog_has_the_released_version() -> None:
    version = declared("revision")
    newest = re.findall(r"(?m)^## \[([^]]+)\]", read("CHANGELOG.md"))

    assert newest[0] == "Unreleased"
    assert version.endswith("-SNAPSHOT") or newest[1] == version


@pytest.mark.parametrize("path", ["docker-compose.yml", "Dockerfile", CONTAINER_STACK])
def test_an_image_has_one_version(path: str) -> None:
    tags: dict[str, set[str]] = {}
    for image, tag in re.findall(r"(?:image: |FROM |Container\(\")([a-z][\w./-]+):(v?\d[\w.-]*)", read(path)):
        tags.setdefault(image, set()).add(tag)

    assert [image for image, several in tags.items() if len(several) > 1] == []
