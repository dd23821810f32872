"""Where the platform's parts are, as the environment of Airflow's containers says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

PASSED_ON = (
    "KAFKA_BOOTSTRAP_SERVERS",
    "CASSANDRA_CONTACT_POINTS",
    "CASSANDRA_DATACENTER",
    "KAFKA_SECURITY_PROTOCOL",
    "KAFKA_SASL_MECHANISM",
    "KAFKA_USERNAME",
    "KAFKA_PASSWORD_FILE",
    "KAFKA_CA_FILE",
    "KAFKA_CERTIFICATE_FILE",
    "KAFKA_KEY_FILE",
    "KAFKA_KEY_PASSWORD_FILE",
    "KAFKA_HOST_NAME_CHECK",
    "CASSANDRA_USERNAME",
    "CASSANDRA_PASSWORD_FILE",
    "CASSANDRA_TLS",
    "CASSANDRA_CA_FILE",
    "CASSANDRA_CERTIFICATE_FILE",
    "CASSANDRA_KEY_FILE",
    "CASSANDRA_KEY_PASSWORD_FILE",
    "CASSANDRA_HOST_NAME_CHECK",
    "CASSANDRA_SECURE_CONNECT_BUNDLE",
    "SCHEMA_REGISTRY_URL",
    "SCHEMA_REGISTRY_USERNAME",
    "SCHEMA_REGISTRY_PASSWORD_FILE",
    "SCHEMA_REGISTRY_CA_FILE",
    "SCHEMA_REGISTRY_CERTIFICATE_FILE",
    "SCHEMA_REGISTRY_KEY_FILE",
    "SCHEMA_REGISTRY_KEY_PASSWORD_FILE",
    "SCHEMA_REGISTRY_HOST_NAME_CHECK",
    "LOG_LEVEL",
    "LOG_LEVEL_LIBRARIES",
    "LOG_STACK_LINES",
    "OTEL_EXPORTER_OTLP_ENDPOINT",
    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
    "OTEL_EXPORTER_OTLP_PROTOCOL",
    "OTEL_EXPORTER_OTLP_TIMEOUT",
    "OTEL_SERVICE_NAME",
    "OTEL_RESOURCE_ATTRIBUTES",
    "OTEL_TRACES_EXPORTER",
    "OTEL_SDK_DISABLED",
    "OPENLINEAGE_URL",
    "OPENLINEAGE_ENDPOINT",
    "OPENLINEAGE_NAMESPACE",
    "OPENLINEAGE_TIMEOUT",
    "OPENLINEAGE_DISABLED",
)
"""Settings of the services that their containers get as they are."""

PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy")
"""Compose gives Airflow those of Docker's configuration; the engine gives none to the containers of the tasks."""

PASSED_ON_SECRETLY = (
    "KAFKA_PASSWORD",
    "KAFKA_KEY_PASSWORD",
    "CASSANDRA_PASSWORD",
    "CASSANDRA_KEY_PASSWORD",
    "SCHEMA_REGISTRY_PASSWORD",
    "SCHEMA_REGISTRY_KEY_PASSWORD",
    "OTEL_EXPORTER_OTLP_HEADERS",
    "OPENLINEAGE_API_KEY",
    *PROXIES,  # a proxy's address may hold a password
)


OF_THE_PLATFORM = (
    "AIRFLOW",
    "CASSANDRA",
    "DOCKER",
    "KAFKA",
    "POSTGRES",
    "SCHEMA",
    "TRIBUTARY",
    "ALERT",
    "OTEL",
    "OPENLINEAGE",
)
"""Beginnings of variables that are the platform's own: a definition cannot have them sent to its source."""


@dataclass(frozen=True)
class Platform:
    """The Docker engine's address, the images of the services, and what their containers get.

    ``network`` is the engine's own name of the network with Kafka and Cassandra; ``definitions`` the folder of the
    pipeline definitions inside the images; ``memory`` the limit of each container; ``secrets_folder`` the folder of the
    engine's machine that the producer finds at ``/run/secrets``, if there is one.
    """

    docker_host: str
    network: str
    producer_image: str
    verifier_image: str
    definitions: str
    memory: str
    simulator: str
    consumer: str
    environment: Mapping[str, str]
    secrets: Mapping[str, str]
    secrets_folder: str | None
    variables: Mapping[str, str] = field(repr=False)

    def secrets_of(self, names: Iterable[str]) -> dict[str, str]:
        """The values of a definition's variables, as far as they are set and not the platform's own."""
        return {name: self.variables[name] for name in names if name in self.variables}

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Platform:
        """Reads the platform from environment variables; a variable that is set to nothing counts as not set."""

        def text(name: str, fallback: str) -> str:
            return environment.get(name) or fallback

        return cls(
            docker_host=text("DOCKER_HOST", "tcp://docker-proxy:2375"),
            network=text("TRIBUTARY_NETWORK", "tributary_data"),
            producer_image=text("TRIBUTARY_PRODUCER_IMAGE", "tributary/producer-service:local"),
            verifier_image=text("TRIBUTARY_VERIFIER_IMAGE", "tributary/run-verifier:local"),
            definitions=text("TRIBUTARY_DEFINITIONS", "/opt/tributary/pipelines"),
            memory=text("TRIBUTARY_RUN_MEMORY", "512m"),
            simulator=text("SIMULATOR_URL", "http://source-simulator:8090"),
            consumer=text("CONSUMER_URL", "http://spark-consumer:8090"),
            environment={name: environment[name] for name in PASSED_ON if environment.get(name)},
            secrets={name: environment[name] for name in PASSED_ON_SECRETLY if environment.get(name)},
            secrets_folder=environment.get("SECRETS_FOLDER") or _within(environment.get("PROJECT_FOLDER")),
            variables={
                name: value for name, value in environment.items() if value and not name.startswith(OF_THE_PLATFORM)
            },
        )


def _within(project: str | None) -> str | None:
    return f"{project.rstrip('/')}/secrets" if project else None
