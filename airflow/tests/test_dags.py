"""Every definition of the project as Airflow sees it."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from airflow.dag_processing.dagbag import DagBag
from airflow.sdk import DAG
from airflow.sdk.exceptions import ParamValidationError
from airflow.serialization.serialized_objects import DagSerialization

from conftest import DEFINITIONS
from tributary_dags.dag_files import write_dag_files
from tributary_dags.definition import read_definition
from tributary_dags.pipeline_dag import LARGEST_RUN, make_dag
from tributary_dags.platform import Platform
from tributary_dags.report import note_success, report_failure, report_timeout

ALL = sorted(DEFINITIONS.glob("*.json"))
SCHEMA = Path(__file__).parents[2] / "pipelines/pipeline.schema.json"


@pytest.fixture
def bag(tmp_path: Path) -> DagBag:
    """What the DAG processor finds in an image with these definitions."""
    dags = tmp_path / "dags"
    dags.mkdir()
    write_dag_files(DEFINITIONS, dags)
    return DagBag(dag_folder=dags, bundle_path=dags)


def dag_of(definition: str) -> DAG:
    return make_dag(read_definition(DEFINITIONS / f"{definition}.json"), Platform.read({}))


def test_each_valid_definition_gives_its_dag(bag: DagBag) -> None:
    assert set(bag.dags) == {
        "user_automation",
        "quakes_import",
        "stations.daily",
        "orders",
        "visits",
        "platforms",
        "buses",
    }


def test_invalid_definition_is_an_import_error_that_names_every_problem(bag: DagBag) -> None:
    assert set(bag.import_errors) == {"ferries.py", "trams.py"}
    assert "ferries.yaml:13: found 'number', expected one of text, int," in bag.import_errors["ferries.py"]
    assert "ferries.yaml:16: found '60' as the minute of '60 4 * * *'" in bag.import_errors["ferries.py"]
    assert "trams.yaml:1: found the DAG 'stations.daily', which stations.yml has" in bag.import_errors["trams.py"]


def test_dag_is_what_the_definition_says(bag: DagBag) -> None:
    dag = bag.dags["stations.daily"]

    assert dag.schedule == "30 4 * * *"
    assert dag.params["records"] == 2000
    assert dag.tags == {"tributary", "stations"}
    assert "made of the definition `stations.yml`" in (dag.doc_md or "")
    assert dag.get_task("verify").pipeline == "/opt/tributary/pipelines/stations.yml"


def test_dag_of_a_definition_without_one_has_all_defaults(bag: DagBag) -> None:
    assert bag.dags["platforms"].schedule is None
    assert bag.dags["platforms"].params["records"] == 1000


@pytest.mark.parametrize("definition", ALL, ids=lambda file: file.stem)
def test_dag_has_preflight_then_produce_then_verify(definition: Path) -> None:
    dag = dag_of(definition.stem)

    assert [task.task_id for task in dag.topological_sort()] == ["preflight", "produce", "verify"]
    assert dag.get_task("produce").upstream_task_ids == {"preflight"}
    assert dag.get_task("verify").upstream_task_ids == {"produce"}


@pytest.mark.parametrize("definition", ALL, ids=lambda file: file.stem)
def test_dag_survives_the_way_into_the_database(definition: Path) -> None:
    dag = DagSerialization.from_dict(DagSerialization.to_dict(dag_of(definition.stem)))

    assert {task.task_type for task in dag.tasks} == {"Preflight", "Produce", "Verify"}


@pytest.mark.parametrize("definition", ALL, ids=lambda file: file.stem)
def test_dag_explains_itself_and_is_on_from_the_start(definition: Path) -> None:
    dag = dag_of(definition.stem)

    assert dag.doc_md is not None
    assert f"`{definition.stem}`" in dag.doc_md
    assert "**Trigger**" in dag.doc_md
    assert dag.is_paused_upon_creation is False
    assert dag.catchup is (dag.dag_id == "orders")  # whose definition says so


@pytest.mark.parametrize("definition", ALL, ids=lambda file: file.stem)
def test_dag_has_limits(definition: Path) -> None:
    dag = dag_of(definition.stem)

    assert dag.max_active_runs == 1
    assert dag.dagrun_timeout == timedelta(hours=8)
    for task in dag.tasks:
        assert task.execution_timeout is not None
        assert task.execution_timeout < dag.dagrun_timeout
    assert {task.task_id: task.retries for task in dag.tasks} == {"preflight": 0, "produce": 2, "verify": 2}


@pytest.mark.parametrize("definition", ALL, ids=lambda file: file.stem)
def test_dag_reports_its_end(definition: Path) -> None:
    dag = dag_of(definition.stem)

    assert dag.on_failure_callback is report_timeout
    for task in dag.tasks:
        assert list(task.on_failure_callback) == [report_failure]
    assert list(dag.get_task("verify").on_success_callback) == [note_success]


def test_parameters_are_those_of_the_form() -> None:
    dag = dag_of("users.yaml")

    assert dag.params.dump() == {"records": 1000, "duration": None, "rate": None, "seed": None, "source": None}
    for name in dag.params:
        assert dag.params.get_param(name).description


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("records", 0),
        ("records", 1_000_001),
        ("records", "many"),
        ("records", None),
        ("duration", "60"),
        ("duration", "0s"),
        ("rate", 0),
        ("seed", "a b"),
        ("seed", "--help"),
        ("source", "ftp://example.com"),
        ("source", "example.com"),
    ],
)
def test_parameters_refuse_what_no_run_can_use(name: str, value: object) -> None:
    with pytest.raises(ParamValidationError):
        dag_of("users.yaml").params[name] = value


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("records", 1),
        ("records", "all"),
        ("duration", "60s"),
        ("rate", 5),
        ("seed", "abc"),
        ("source", "http://127.0.0.1:8000/api/1.4/"),
    ],
)
def test_parameters_take_what_a_run_can_use(name: str, value: object) -> None:
    params = dag_of("users.yaml").params
    params[name] = value

    assert params[name] == value


def test_form_has_the_parameters_of_the_definition_with_their_defaults() -> None:
    params = dag_of("buses.yaml").params

    assert {name: params[name] for name in params if name.startswith("parameter_")} == {
        "parameter_city": "graz",
        "parameter_line": "",
    }
    assert params.get_param("parameter_city").schema["title"] == "city"
    params["parameter_line"] = "7 & 8"
    for wrong in ("a\nb", "x" * 1001, 5):
        with pytest.raises(ParamValidationError):
            params["parameter_city"] = wrong


def test_form_takes_as_many_records_as_a_definition() -> None:
    dag = json.loads(SCHEMA.read_text(encoding="utf-8"))["$defs"]["dag"]

    assert dag["properties"]["records"]["anyOf"][0]["maximum"] == LARGEST_RUN


@pytest.mark.parametrize("dag_id", ["a", "A.b_c-9", ".", "d" * 250, "d" * 251, "a b", "a/b", "a:b", ""])
def test_dag_id_is_taken_where_airflow_takes_it(dag_id: str) -> None:
    """The rule is the schema's, which the reader's test holds it to; letters are ASCII there, for the sake of URLs."""
    pattern = json.loads(SCHEMA.read_text(encoding="utf-8"))["$defs"]["dag"]["properties"]["id"]["pattern"]
    try:
        DAG(dag_id=dag_id, schedule=None)
        taken = True
    except ValueError:
        taken = False

    assert bool(re.search(pattern, dag_id)) == taken
