"""A task that is one command of a service, in a container of that service's image."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any

from airflow.providers.docker.exceptions import DockerContainerFailedException
from airflow.providers.docker.operators.docker import DockerOperator
from airflow.sdk.exceptions import AirflowException, AirflowFailException
from docker.errors import APIError, NotFound

if TYPE_CHECKING:
    from collections.abc import Mapping

    from airflow.sdk import Context

    from tributary_dags.platform import Platform

JAVA_WITHOUT_MEMORY = "Terminating due to java.lang.OutOfMemoryError"
WRONG_USAGE = 2
"""Exit code of a service that was called or configured wrongly: trying again cannot help."""

SECONDS_TO_STOP = 4
"""What a container gets to end by itself: Airflow gives a task five seconds before it kills it."""


class ServiceContainer(DockerOperator):
    """Runs a service's command; its result is the JSON object that the command prints as its last line.

    The container's lines appear in the task's log as they come. Where the command fails, its last line on standard
    error is the task's error, and a result that it printed all the same is kept as XCom ``result``. A task that is
    killed stops its container, and a task that starts removes what an earlier try left behind.
    """

    overwrite_rtif_after_execution = True  # so that the page shows the command that was run

    def __init__(self, *, platform: Platform, secrets: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(
            docker_url=platform.docker_host,
            network_mode=platform.network,
            environment=dict(platform.environment),
            private_environment=dict(platform.secrets) | dict(secrets or {}),
            mem_limit=platform.memory,
            mount_tmp_dir=False,
            auto_remove="never",  # the result is read from the container after its end
            **kwargs,
        )
        self.platform = platform

    def arguments(self, context: Context) -> list[str]:
        """The command to run, as the run's parameters and the tasks before this one have it."""
        raise NotImplementedError

    def execute(self, context: Context) -> dict[str, Any]:
        self.command = self.arguments(context)
        run_id = context["run_id"]
        self.labels = {
            "io.tributary.dag": self.dag_id,
            "io.tributary.run": run_id,
            "io.tributary.task": self.task_id,
        }
        self._remove_what_an_earlier_try_left()
        if not self.cli.images(name=self.image):  # built here; never pulled from a registry
            raise AirflowFailException(f"no image {self.image}: build it with `docker compose build`")
        try:
            super().execute(context)
            return self._result()
        except DockerContainerFailedException:
            failure = self._failure(context)
        except APIError as refused:
            failure = AirflowException(f"Docker: {refused.explanation or refused}")
        finally:
            self._remove()
        raise failure

    def on_kill(self) -> None:
        if self.container and self.hook.client_created:
            self.log.info("Stopping the container")
            with contextlib.suppress(NotFound):  # a task whose time is over has removed it already
                self.cli.stop(self.container["Id"], timeout=SECONDS_TO_STOP)

    def _result(self) -> dict[str, Any]:
        line = self._last_line(stdout=True)
        try:
            result = json.loads(line)
        except ValueError:
            result = None
        if not isinstance(result, dict):
            raise AirflowFailException(f"{self.image} ended well but printed no result, its last line is {line!r}")
        return result

    def _failure(self, context: Context) -> AirflowException:
        with contextlib.suppress(AirflowFailException):  # a command may fail before it has a result
            context["ti"].xcom_push(key="result", value=self._result())
        state = self.cli.inspect_container(self.container["Id"])["State"]
        why = self._last_line(stdout=False).removeprefix("error: ")
        if state.get("OOMKilled"):
            why = f"the container used more memory than its limit of {self.mem_limit} (RUN_MEMORY)"
        elif (end := self._last_line(stdout=True)).startswith(JAVA_WITHOUT_MEMORY):
            # the JVM says so where results belong, and the line before it on standard error is that of a healthy run
            what = end.removeprefix(JAVA_WITHOUT_MEMORY).strip(": ") or "no details"
            why = f"Java ran out of memory ({what}) in a container with {self.mem_limit}: raise RUN_MEMORY"
        elif not why:
            why = f"{self.image} ended with exit code {state['ExitCode']} and said nothing"
        kind = AirflowFailException if state["ExitCode"] == WRONG_USAGE else AirflowException
        return kind(why)

    def _last_line(self, *, stdout: bool) -> str:
        """The last line of one of the streams, which the log shows merged, in no certain order."""
        text = self.cli.logs(self.container["Id"], stdout=stdout, stderr=not stdout, tail=20)
        lines = [line for line in text.decode("utf-8", errors="replace").splitlines() if line.strip()]
        return lines[-1].strip() if lines else ""

    def _remove_what_an_earlier_try_left(self) -> None:
        label = [f"{name}={value}" for name, value in (self.labels or {}).items()]
        for left in self.cli.containers(all=True, filters={"label": label}):
            self.log.info("Removing the container of an earlier try")
            self.cli.remove_container(left["Id"], force=True)

    def _remove(self) -> None:
        if self.container:
            try:
                self.cli.remove_container(self.container["Id"], force=True)
            except APIError as failed:
                self.log.warning("Could not remove the container: %s", failed)
