"""Every definition of the project as Airflow sees it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from airflow.dag_processing.dagbag import DagBag
from airflow.sdk import DAG
from airflow.sdk.exceptions import ParamValidationError
from airflow.serialization.serialized_objects import DagSerialization

from conftest import DEFINITIONS
from tributary_dags.dag_files import write_dag_files
from tributary_dags.definition import DAG_ID, read_definition
from tributary_dags.pipeline_dag import make_dag
from tributary_dags.platform import Platform
from tributary_dags.report import note_success, report_failure, report_timeout

ALL = sorted(DEFINITIONS.glob("*.yaml"))


def load(definitions: Path, folder: Path) -> DagBag:
    """What the DAG processor finds in an image with these definitions."""
    dags = folder / "dags"
    dags.mkdir()
    write_dag_files(definitions, dags)
    return DagBag(dag_folder=dags, bundle_path=dags)


def dag_of(definition: str) -> DAG:
    return make_dag(read_definition(DEFINITIONS / definition), Platform.read({}))


def test_each_definition_gives_its_dag_without_import_error(definitions: Path, tmp_path: Path) -> None:
    bag = load(definitions, tmp_path)

    assert bag.import_errors == {}
    assert len(bag.dags) == len(ALL) > 0
    assert "user_automation" in bag.dags


@pytest.mark.parametrize("definition", ALL, ids=lambda file: file.stem)
def test_dag_has_preflight_then_produce_then_verify(definition: Path) -> None:
    dag = dag_of(definition.name)

    assert [task.task_id for task in dag.topological_sort()] == ["preflight", "produce", "verify"]
    assert dag.get_task("produce").upstream_task_ids == {"preflight"}
    assert dag.get_task("verify").upstream_task_ids == {"produce"}


@pytest.mark.parametrize("definition", ALL, ids=lambda file: file.stem)
def test_dag_survives_the_way_into_the_database(definition: Path) -> None:
    dag = DagSerialization.from_dict(DagSerialization.to_dict(dag_of(definition.name)))

    assert {task.task_type for task in dag.tasks} == {"Preflight", "Produce", "Verify"}


@pytest.mark.parametrize("definition", ALL, ids=lambda file: file.stem)
def test_dag_explains_itself_and_is_on_from_the_start(definition: Path) -> None:
    dag = dag_of(definition.name)

    assert dag.doc_md is not None
    assert definition.name in dag.doc_md
    assert "**Trigger**" in dag.doc_md
    assert dag.is_paused_upon_creation is False
    assert dag.catchup is False


@pytest.mark.parametrize("definition", ALL, ids=lambda file: file.stem)
def test_dag_has_limits(definition: Path) -> None:
    dag = dag_of(definition.name)

    assert dag.max_active_runs == 1
    assert dag.dagrun_timeout == timedelta(hours=8)
    for task in dag.tasks:
        assert task.execution_timeout is not None
        assert task.execution_timeout < dag.dagrun_timeout
    assert {task.task_id: task.retries for task in dag.tasks} == {"preflight": 0, "produce": 2, "verify": 2}


@pytest.mark.parametrize("definition", ALL, ids=lambda file: file.stem)
def test_dag_reports_its_end(definition: Path) -> None:
    dag = dag_of(definition.name)

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
    [("records", 1), ("duration", "60s"), ("rate", 5), ("seed", "abc"), ("source", "http://127.0.0.1:8000/api/1.4/")],
)
def test_parameters_take_what_a_run_can_use(name: str, value: object) -> None:
    params = dag_of("users.yaml").params
    params[name] = value

    assert params[name] == value


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ("records: 1000\n", "records: many\n", "dag.records is 'many', expected a whole number"),
        ("records: 1000\n", "records: 0\n", "dag.records is 0, expected 1 to 1000000"),
        ("records: 1000\n", "records: true\n", "dag.records is True, expected a whole number"),
        ("schedule: none", "schedule: '61 * * * *'", "dag.schedule is '61 * * * *', expected none, a preset"),
        ("schedule: none", "schedule: '@sometimes'", "dag.schedule is '@sometimes', expected one of"),
        ("id: user_automation", "id: 'user automation'", "dag.id is 'user automation', expected letters"),
        ("name: users\n", "nom: users\n", "name is None, expected a text"),
        ("dag:\n", "dag: [", "not YAML"),
    ],
)
def test_broken_definition_is_an_import_error_and_leaves_the_others(
    definitions: Path, tmp_path: Path, before: str, after: str, problem: str
) -> None:
    good = (definitions / "users.yaml").read_text(encoding="utf-8")
    assert before in good
    (definitions / "broken.yaml").write_text(
        good.replace("name: users\n", "name: others\n", 1 if "name: users" not in before else 0)
        .replace("id: user_automation", "id: other_automation", 1 if "user_automation" not in before else 0)
        .replace(before, after, 1),
        encoding="utf-8",
    )

    bag = load(definitions, tmp_path)

    assert list(bag.import_errors) == ["broken.py"]
    assert "broken.yaml: " in bag.import_errors["broken.py"]
    assert problem in bag.import_errors["broken.py"]
    assert len(bag.dags) == len(ALL)


def test_definition_without_a_dag_has_one_with_all_defaults(definitions: Path, tmp_path: Path) -> None:
    text = (definitions / "users.yaml").read_text(encoding="utf-8").replace("name: users\n", "name: others\n", 1)
    (definitions / "users.yml").write_text(text[: text.index("dag:\n")], encoding="utf-8")

    bag = load(definitions, tmp_path)

    assert not bag.import_errors
    assert bag.dags["others"].params["records"] == 1000
    assert bag.dags["others"].schedule is None


def test_two_definitions_of_one_dag_are_both_import_errors(definitions: Path, tmp_path: Path) -> None:
    text = (definitions / "users.yaml").read_text(encoding="utf-8")
    (definitions / "again.yaml").write_text(text, encoding="utf-8")

    bag = load(definitions, tmp_path)

    assert set(bag.import_errors) == {"again.py", "users.py"}
    assert "name is 'users', which users.yaml has already" in bag.import_errors["again.py"]
    assert "dag.id is 'user_automation', which again.yaml has already" in bag.import_errors["users.py"]


def test_schedule_of_the_definition_is_the_dags(definitions: Path) -> None:
    file = definitions / "users.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("schedule: none", "schedule: '*/15 * * * *'"))

    assert dag_of("users.yaml").schedule is None
    assert make_dag(read_definition(file), Platform.read({})).schedule == "*/15 * * * *"


@pytest.mark.parametrize("dag_id", ["a", "A.b_c-9", ".", "d" * 250, "d" * 251, "a b", "a/b", "a:b", ""])
def test_dag_id_is_taken_where_airflow_takes_it(dag_id: str) -> None:
    """The rule is the definition reader's too; letters are ASCII there, for the sake of URLs."""
    try:
        DAG(dag_id=dag_id, schedule=None)
        taken = True
    except ValueError:
        taken = False

    assert bool(DAG_ID.fullmatch(dag_id)) == taken
