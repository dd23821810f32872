"""The three steps of a run: see that everything is there, fetch and publish, prove that it arrived."""

from __future__ import annotations

import json
from datetime import UTC
from typing import TYPE_CHECKING, Any

from airflow.sdk.exceptions import AirflowFailException
from docker.types import Mount

from tributary_dags.container import ServiceContainer

if TYPE_CHECKING:
    from datetime import datetime

    from airflow.sdk import Context

    from tributary_dags.definition import Definition
    from tributary_dags.platform import Platform

PARAMETER = "parameter_"
"""What the names of a definition's parameters begin with in the form, which has names of its own."""

SECONDS_TO_LAND = 300
"""How long the verifier waits for records to arrive: long enough for a restart of Cassandra or Spark meanwhile."""


class Step(ServiceContainer):
    """A step of the run of one pipeline."""

    def __init__(self, *, definition: Definition, platform: Platform, **kwargs: Any) -> None:
        super().__init__(platform=platform, **kwargs)
        self.pipeline = f"{platform.definitions}/{definition.file}"


class Preflight(Step):
    """Chooses the source and sees that it answers, that topics and table are there, and that the consumer is ready."""

    def __init__(self, *, platform: Platform, **kwargs: Any) -> None:
        super().__init__(platform=platform, image=platform.verifier_image, **kwargs)

    def arguments(self, context: Context) -> list[str]:
        source = context["params"]["source"]
        return [
            "preflight",
            f"--pipeline={self.pipeline}",
            *([f"--source={source}"] if source else [f"--simulator={self.platform.simulator}"]),
            f"--consumer={self.platform.consumer}",
            f"--run-id={context['run_id']}",
        ]


class Produce(Step):
    """Fetches and publishes. A second try publishes the same records: they follow from the run's id."""

    def __init__(self, *, definition: Definition, platform: Platform, **kwargs: Any) -> None:
        super().__init__(
            definition=definition,
            platform=platform,
            image=platform.producer_image,
            secrets=platform.secrets_of(definition.secret_variables),
            mounts=self._mounts(definition, platform),
            **kwargs,
        )
        self.parameters = tuple(definition.parameters)
        self.incremental = definition.incremental

    @staticmethod
    def _mounts(definition: Definition, platform: Platform) -> list[Mount]:
        if not definition.has_secret_files or not platform.secrets_folder:
            return []
        return [Mount(source=platform.secrets_folder, target="/run/secrets", type="bind", read_only=True)]

    def arguments(self, context: Context) -> list[str]:
        params = context["params"]
        chosen = context["ti"].xcom_pull(task_ids="preflight")
        return [
            "run",
            f"--pipeline={self.pipeline}",
            f"--run-id={context['run_id']}",
            f"--source={chosen['source']}",
            f"--now={context['dag_run'].run_after.isoformat()}",
            f"--duration={params['duration']}" if params["duration"] else f"--records={params['records']}",
            *([f"--rate={params['rate']}"] if params["rate"] else []),
            *([f"--seed={params['seed']}"] if params["seed"] else []),
            *(f"--parameter={name}={params[PARAMETER + name] or ''}" for name in self.parameters),
            *self._range(context),
        ]

    def _range(self, context: Context) -> list[str]:
        """What to read of an incremental source; nothing to read from its cursor on. Every try reads the same."""
        params = context["params"]
        if self.incremental is None:
            return []
        if params["backfill"]:
            return [f"--backfill={params['backfill']}"]
        if params["from"]:
            return [f"--from={params['from']}"]
        is_backfill = context["dag_run"].run_type == "backfill" and self.incremental.takes_intervals
        if not self.incremental.reads_intervals and not is_backfill:
            return []
        start, end = context.get("data_interval_start"), context.get("data_interval_end")
        if start is None or end is None or start >= end:
            raise AirflowFailException(
                "this run has no data interval: give it a logical date, or fill in 'from' or 'backfill'"
            )
        return [f"--backfill={self._position(start)}..{self._position(end)}"]

    def _position(self, time: datetime) -> str:
        by_day = self.incremental is not None and self.incremental.by_day
        return time.astimezone(UTC).strftime("%Y-%m-%d" if by_day else "%Y-%m-%dT%H:%M:%SZ")


class Verify(Step):
    """Looks every record of the receipt up in Cassandra."""

    def __init__(self, *, platform: Platform, **kwargs: Any) -> None:
        super().__init__(platform=platform, image=platform.verifier_image, **kwargs)

    def arguments(self, context: Context) -> list[str]:
        receipt = context["ti"].xcom_pull(task_ids="produce")
        return [
            "verify",
            f"--pipeline={self.pipeline}",
            f"--receipt={json.dumps(receipt)}",
            f"--timeout={SECONDS_TO_LAND}s",
        ]
