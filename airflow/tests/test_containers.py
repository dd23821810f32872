"""What a task asks of the engine, and what it makes of a container's end."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from airflow.sdk.exceptions import AirflowException, AirflowFailException
from docker.errors import APIError, NotFound

from conftest import DEFINITIONS
from fake_engine import FakeEngine, FakeHook
from tributary_dags.container import ServiceContainer
from tributary_dags.definition import read_definition
from tributary_dags.pipeline_dag import make_dag
from tributary_dags.platform import Platform

RUN_ID = "manual__2026-01-02T03:04:05+00:00"
RECEIPT = {"run_id": RUN_ID, "published": 3, "source": "http://source-simulator:8090/api/1.4/"}
CHOSEN = {"source": "http://source-simulator:8090/api/1.4/", "chosen": "simulator"}
PARAMS: dict[str, Any] = {"records": 1000, "duration": None, "rate": None, "seed": None, "source": None}
ENVIRONMENT = {
    "DOCKER_HOST": "tcp://proxy:2375",
    "TRIBUTARY_NETWORK": "here_data",
    "TRIBUTARY_RUN_MEMORY": "300m",
    "KAFKA_BOOTSTRAP_SERVERS": "kafka:9092",
    "CASSANDRA_CONTACT_POINTS": "cassandra:9042",
    "CASSANDRA_PASSWORD": "hush",
    "POSTGRES_PASSWORD": "not theirs",
}


@dataclass
class FakeRun:
    """Stands for the DAG run of the context."""

    run_after: datetime = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@dataclass
class FakeTask:
    """Stands for the task instance of the context."""

    done: dict[str, Any]
    pushed: dict[str, Any] = field(default_factory=dict)

    def xcom_pull(self, task_ids: str) -> Any:
        return self.done[task_ids]

    def xcom_push(self, key: str, value: Any) -> None:
        self.pushed[key] = value


def task(task_id: str, engine: FakeEngine, file: str = "users.yaml", **more: str) -> ServiceContainer:
    dag = make_dag(read_definition(DEFINITIONS / f"{file}.json"), Platform.read(ENVIRONMENT | more))
    found = dag.get_task(task_id)
    assert isinstance(found, ServiceContainer)
    found.__dict__["hook"] = FakeHook(engine)
    return found


def run(task_id: str, engine: FakeEngine, ti: FakeTask | None = None, **params: Any) -> Any:
    return execute(task(task_id, engine), ti, **params)


def execute(step: ServiceContainer, ti: FakeTask | None = None, **params: Any) -> Any:
    ti = ti or FakeTask({"preflight": CHOSEN, "produce": RECEIPT})
    context = {"params": PARAMS | params, "run_id": RUN_ID, "ti": ti, "dag_run": FakeRun()}
    return step.execute(context)  # type: ignore[arg-type]


def test_produce_passes_on_parameters_and_the_time_of_the_run() -> None:
    engine = FakeEngine(out=json.dumps(RECEIPT))
    step = task("produce", engine, "buses.yaml")

    execute(step, parameter_city="a b; $(c)", parameter_line=None)

    assert "--now=2026-01-02T03:04:05+00:00" in engine.created["command"]
    assert engine.created["command"][-2:] == ["--parameter=city=a b; $(c)", "--parameter=line="]


def test_produce_alone_gets_the_secrets_that_its_definition_refers_to() -> None:
    engine = FakeEngine(out="{}")
    more = {"BUSES_CLIENT": "hush-hush", "TRAMS_CLIENT": "not theirs", "PROJECT_FOLDER": "/srv/tributary"}

    step = task("produce", engine, "buses.yaml", **more)
    execute(step, parameter_city="graz", parameter_line="")

    assert engine.created["environment"]["BUSES_CLIENT"] == "hush-hush"
    assert "TRAMS_CLIENT" not in engine.created["environment"]
    (mount,) = engine.host["mounts"]
    assert (mount["Source"], mount["Target"], mount["ReadOnly"]) == ("/srv/tributary/secrets", "/run/secrets", True)
    assert "hush-hush" not in str(step.environment) + str(step.platform) + str(engine.created["command"])
    others = task("verify", engine, "buses.yaml", **more)
    assert "BUSES_CLIENT" not in others._private_environment
    assert task("produce", engine, "users.yaml", **more).mounts == []


def test_every_step_gets_the_settings_of_traces_and_lineage() -> None:
    more = {
        "OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318",
        "OTEL_EXPORTER_OTLP_HEADERS": "authorization=hush-hush",
        "OTEL_SERVICE_NAME": "",
        "OPENLINEAGE_URL": "http://marquez:5000",
        "OPENLINEAGE_API_KEY": "hush-hush-too",
    }
    for name, result in (("preflight", CHOSEN), ("produce", RECEIPT), ("verify", {})):
        engine = FakeEngine(out=json.dumps(result))
        step = task(name, engine, **more)
        execute(step)

        given = engine.created["environment"]
        assert given["OTEL_EXPORTER_OTLP_ENDPOINT"] == "http://collector:4318"
        assert given["OTEL_EXPORTER_OTLP_HEADERS"] == "authorization=hush-hush"
        assert "OTEL_SERVICE_NAME" not in given
        assert given["OPENLINEAGE_URL"] == "http://marquez:5000"
        assert given["OPENLINEAGE_API_KEY"] == "hush-hush-too"
        assert "hush-hush" not in str(step.environment) + str(engine.created["command"])


def test_folder_of_secrets_can_be_another() -> None:
    step = task("produce", FakeEngine(), "buses.yaml", PROJECT_FOLDER="/srv", SECRETS_FOLDER="/etc/tributary")

    assert [mount["Source"] for mount in step.mounts] == ["/etc/tributary"]


def test_definition_cannot_have_the_platforms_own_secrets() -> None:
    own = dict.fromkeys(["CASSANDRA_PASSWORD", "AIRFLOW__API__SECRET_KEY", "OTEL_EXPORTER_OTLP_HEADERS"], "hush")
    platform = Platform.read(own | {"MINE": "mine"})

    assert platform.secrets_of([*own, "MINE", "NONE"]) == {"MINE": "mine"}


def test_preflight_asks_for_the_simulator_when_no_source_is_given() -> None:
    engine = FakeEngine(out=json.dumps(CHOSEN))

    assert run("preflight", engine) == CHOSEN
    assert engine.created["image"] == "tributary/run-verifier:local"
    assert engine.created["command"] == [
        "preflight",
        "--pipeline=/opt/tributary/pipelines/users.yaml",
        "--simulator=http://source-simulator:8090",
        "--consumer=http://spark-consumer:8090",
        f"--run-id={RUN_ID}",
    ]


def test_preflight_asks_only_for_the_source_that_is_given() -> None:
    engine = FakeEngine(out=json.dumps(CHOSEN))

    run("preflight", engine, source="http://10.0.0.1/api/")

    assert "--source=http://10.0.0.1/api/" in engine.created["command"]
    assert not [argument for argument in engine.created["command"] if argument.startswith("--simulator")]


def test_produce_fetches_from_the_source_that_preflight_chose_under_the_runs_id() -> None:
    engine = FakeEngine(out=f"{json.dumps(RECEIPT)}\n", err="fetched 3\n")

    assert run("produce", engine) == RECEIPT
    assert engine.created["image"] == "tributary/producer-service:local"
    assert engine.created["command"] == [
        "run",
        "--pipeline=/opt/tributary/pipelines/users.yaml",
        f"--run-id={RUN_ID}",
        "--source=http://source-simulator:8090/api/1.4/",
        "--now=2026-01-02T03:04:05+00:00",
        "--records=1000",
    ]


def test_produce_takes_the_form_into_account() -> None:
    engine = FakeEngine(out=json.dumps(RECEIPT))

    run("produce", engine, duration="60s", rate=50, seed="abc")

    assert engine.created["command"][-3:] == ["--duration=60s", "--rate=50", "--seed=abc"]
    assert not [argument for argument in engine.created["command"] if argument.startswith("--records")]


def test_verify_gets_the_receipt_of_produce() -> None:
    engine = FakeEngine(out='{"rows": 3}')

    assert run("verify", engine) == {"rows": 3}
    receipt = next(argument for argument in engine.created["command"] if argument.startswith("--receipt="))
    assert json.loads(receipt.removeprefix("--receipt=")) == RECEIPT


def test_container_is_on_the_network_of_the_data_with_limits_and_only_its_settings() -> None:
    engine = FakeEngine(out="{}")

    run("produce", engine)

    assert engine.host["network_mode"] == "here_data"
    assert engine.host["mem_limit"] == "300m"
    assert not engine.host["log_config"].config  # what one log driver knows, another refuses
    assert engine.created["environment"] == {
        "KAFKA_BOOTSTRAP_SERVERS": "kafka:9092",
        "CASSANDRA_CONTACT_POINTS": "cassandra:9042",
        "CASSANDRA_PASSWORD": "hush",
    }
    assert engine.created["labels"] == {
        "io.tributary.dag": "user_automation",
        "io.tributary.run": RUN_ID,
        "io.tributary.task": "produce",
    }
    assert engine.removed == ["new"]


def test_secret_is_not_among_what_airflow_shows() -> None:
    assert "hush" not in str(task("produce", FakeEngine()).environment)


def test_containers_of_an_earlier_try_are_removed_first() -> None:
    engine = FakeEngine(out="{}", left=[{"Id": "old"}])

    run("produce", engine)

    assert engine.removed == ["old", "new"]


def test_failure_is_the_last_line_of_standard_error_and_its_result_is_kept() -> None:
    engine = FakeEngine(out='{"published": 2}\n', err="INFO page 1\nerror: 2 of 1000 were published\n\n", exit_code=1)
    ti = FakeTask({"preflight": CHOSEN})

    with pytest.raises(AirflowException, match=r"^2 of 1000 were published$") as failure:
        run("produce", engine, ti)

    assert not isinstance(failure.value, AirflowFailException)  # so that it is tried again
    assert ti.pushed == {"result": {"published": 2}}
    assert engine.removed == ["new"]


def test_wrong_usage_is_not_tried_again() -> None:
    engine = FakeEngine(err="error: KAFKA_BOOTSTRAP_SERVERS is malformed\n", exit_code=2)

    with pytest.raises(AirflowFailException, match=r"^KAFKA_BOOTSTRAP_SERVERS is malformed$"):
        run("produce", engine)


def test_failure_names_the_memory_limit_when_that_was_it() -> None:
    with pytest.raises(AirflowException, match=r"more memory than its limit of 300m"):
        run("produce", FakeEngine(err="INFO page 1\n", exit_code=137, out_of_memory=True))


def test_failure_names_the_heap_when_java_ended_because_of_it() -> None:
    engine = FakeEngine(
        out="Terminating due to java.lang.OutOfMemoryError: Java heap space\n",
        err="INFO 300 of 1,000 records\n",
        exit_code=3,
    )

    with pytest.raises(AirflowException, match=r"^Java ran out of memory \(Java heap space\).*300m.*RUN_MEMORY"):
        run("verify", engine)


def test_failure_names_the_exit_code_when_nothing_was_said() -> None:
    with pytest.raises(AirflowException, match=r"exit code 137 and said nothing"):
        run("produce", FakeEngine(exit_code=137))


@pytest.mark.parametrize("out", ["", "done\n", "[1]\n", '{"published": 3}\nbye\n'])
def test_success_without_a_result_is_a_failure(out: str) -> None:
    with pytest.raises(AirflowFailException, match="printed no result"):
        run("produce", FakeEngine(out=out))


def test_missing_image_says_how_to_build_it() -> None:
    with pytest.raises(
        AirflowFailException, match=r"^no image tributary/producer-service:local: build it with `docker compose build`$"
    ):
        run("produce", FakeEngine(has_image=False))


def test_refusal_of_the_engine_is_said_in_its_words_and_tried_again() -> None:
    engine = FakeEngine(raise_on_create=APIError("503", explanation="no server is available"))

    with pytest.raises(AirflowException, match=r"^Docker: no server is available$") as failure:
        run("produce", engine)

    assert not isinstance(failure.value, AirflowFailException)


def test_kill_stops_the_container_within_airflows_patience() -> None:
    engine = FakeEngine(out="{}")
    produce = task("produce", engine)
    produce.container = {"Id": "new"}

    produce.on_kill()

    assert engine.stopped == 4


def test_kill_after_the_container_is_gone_says_nothing_else_than_the_time_out() -> None:
    engine = FakeEngine(raise_on_stop=NotFound("404 No such container"))
    produce = task("produce", engine)
    produce.container = {"Id": "new"}

    produce.on_kill()


def test_kill_before_the_container_is_there_does_nothing() -> None:
    engine = FakeEngine()

    task("produce", engine).on_kill()

    assert engine.stopped is None


def test_task_gets_the_proxies_that_docker_gave_airflow() -> None:
    proxies = {"HTTPS_PROXY": "http://proxy.example:3128", "no_proxy": "kafka,cassandra"}

    dag = make_dag(read_definition(DEFINITIONS / "users.yaml.json"), Platform.read({**ENVIRONMENT, **proxies}))

    for task_id in ("preflight", "produce", "verify"):
        given = dag.get_task(task_id)._private_environment  # type: ignore[union-attr]
        assert proxies.items() <= given.items()
