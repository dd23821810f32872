# The images of Tributary: one target each. `docker compose build` builds all that the compose file needs.
ARG VERSION=0.1.0-SNAPSHOT
ARG REVISION=unknown

FROM apache/spark:3.5.7-scala2.12-java17-ubuntu AS spark

# What is compiled, apart from what else the images have in them: a change of that compiles nothing again.
FROM maven:3.9-eclipse-temurin-17 AS sources
COPY . /sources
RUN rm -r /sources/airflow /sources/docker /sources/pipelines

# Compiles every module once. Tests and format checks are not for here: `./tributary test` runs them.
FROM maven:3.9-eclipse-temurin-17 AS build
COPY --from=sources /sources /sources
WORKDIR /build
RUN --mount=type=cache,target=/root/.m2 \
    --mount=type=cache,target=/build,sharing=locked \
    --mount=type=bind,source=docker/build-modules,target=/tools/build-modules \
    --mount=type=bind,source=docker/collect-jars,target=/tools/collect-jars \
    --mount=type=bind,from=spark,source=/opt/spark/jars,target=/spark-jars \
    /tools/build-modules /sources producer-service cassandra-init run-verifier console source-simulator spark-consumer jmx-agent \
    && for module in producer-service cassandra-init run-verifier console source-simulator; do \
        /tools/collect-jars $module/target/classpath $module/target/$module-*.jar /out/$module || exit 1; \
    done \
    && /tools/collect-jars spark-consumer/target/classpath spark-consumer/target/spark-consumer-*.jar \
        /out/spark-consumer /spark-jars snakeyaml \
    && cp "$(grep -o '[^:]*/jmx_prometheus_javaagent-[^:]*' jmx-agent/target/classpath)" /out/jmx-agent.jar

# Each definition as the services read it, in JSON, or its problems: what the DAGs are made of.
FROM build AS definitions
COPY pipelines /pipelines
RUN java -XX:TieredStopAtLevel=1 -cp '/out/cassandra-init/lib/*:/out/cassandra-init/own/*' \
    io.tributary.model.definition.NormalizeDefinitions /pipelines /definitions

# What the services share: a JRE, a user of their own, the definitions.
FROM eclipse-temurin:17-jre AS service
RUN useradd --system --uid 10001 --user-group --no-create-home --home-dir /nonexistent tributary
COPY docker/service docker/answers docker/archive-classes /opt/tributary/bin/
COPY docker/java-options /opt/tributary/
COPY pipelines /opt/tributary/pipelines
RUN install -d -o tributary /opt/tributary/archive
ENV PIPELINES=/opt/tributary/pipelines PIPELINE_FILE=/opt/tributary/pipelines/users.yaml
USER 10001
WORKDIR /tmp
ARG VERSION REVISION
LABEL org.opencontainers.image.vendor="Tributary" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"

FROM service AS producer-service
COPY --from=build /out/producer-service/lib /opt/tributary/lib
COPY --from=build /out/producer-service/own /opt/tributary/lib
RUN /opt/tributary/bin/archive-classes io.tributary.producer.ProducerService run \
        --records 1 --source http://127.0.0.1:9 --give-up-after 1s
ENTRYPOINT ["/opt/tributary/bin/service", "io.tributary.producer.ProducerService"]
LABEL org.opencontainers.image.title="Tributary producer-service" \
      org.opencontainers.image.description="Fetches records of an HTTP API and publishes them to Kafka"

# Two commands in one image: they share every library, and both are needed as soon as there is a table.
FROM service AS run-verifier
COPY --from=build /out/cassandra-init/lib /out/run-verifier/lib /opt/tributary/lib/
COPY --from=build /out/cassandra-init/own /out/run-verifier/own /opt/tributary/lib/
RUN /opt/tributary/bin/archive-classes io.tributary.verifier.RunVerifier verify --all --timeout 1s
ENTRYPOINT ["/opt/tributary/bin/service", "io.tributary.verifier.RunVerifier"]
LABEL org.opencontainers.image.title="Tributary run-verifier and cassandra-init" \
      org.opencontainers.image.description="Creates the tables; proves for each run that every record arrived"

FROM service AS console
COPY --from=build /out/console/lib /opt/tributary/lib
COPY --from=build /out/console/own /opt/tributary/lib
RUN /opt/tributary/bin/archive-classes io.tributary.console.ConsoleCommand --help
ENTRYPOINT ["/opt/tributary/bin/service", "io.tributary.console.ConsoleCommand"]
LABEL org.opencontainers.image.title="Tributary console" \
      org.opencontainers.image.description="Pages and a REST API about pipelines, runs, records and dead letters"

FROM service AS source-simulator
COPY --from=build /out/source-simulator/lib /opt/tributary/lib
COPY --from=build /out/source-simulator/own /opt/tributary/lib
RUN /opt/tributary/bin/archive-classes io.tributary.simulator.SourceSimulator --help
ENTRYPOINT ["/opt/tributary/bin/service", "io.tributary.simulator.SourceSimulator"]
LABEL org.opencontainers.image.title="Tributary source-simulator" \
      org.opencontainers.image.description="Answers as randomuser.me does, offline"

# The agent through which Kafka and Cassandra show their metrics, with what it may read of them.
FROM service AS jmx-agent
USER 0
RUN install -d -o tributary /opt/jmx-agent
COPY --from=build /out/jmx-agent.jar /opt/tributary/jmx-agent/agent.jar
COPY docker/monitoring/jmx /opt/tributary/jmx-agent/
USER 10001
ENTRYPOINT ["sh", "/opt/tributary/jmx-agent/place"]
LABEL org.opencontainers.image.title="Tributary jmx-agent" \
      org.opencontainers.image.description="Shows the metrics of Kafka and Cassandra to Prometheus"

# Master, workers and driver: each has the job's jars in its own class path, so that nothing is sent or downloaded.
FROM spark AS spark-consumer
USER 0
# Definitions are read with a newer SnakeYAML than the one that Spark brings for Kubernetes.
RUN rm -f /opt/spark/jars/snakeyaml-[0-9]*.jar \
    && install -d -o spark /var/lib/tributary/checkpoints /var/lib/tributary/work /opt/tributary/archive
COPY --from=build /out/spark-consumer/lib /opt/spark/jars
COPY --from=build /out/spark-consumer/own /opt/spark/jars
RUN set -- /opt/spark/jars/snakeyaml-[0-9]*.jar && test -f "$1" && test $# = 1
COPY docker/answers docker/registered docker/submit docker/archive-spark-classes /opt/tributary/bin/
COPY docker/java-options /opt/tributary/
COPY docker/monitoring/spark/metrics.properties /opt/spark/conf/
COPY pipelines /opt/tributary/pipelines
# Without this, Spark's launcher guesses the Scala version from a source tree.
ENV PIPELINES=/opt/tributary/pipelines CHECKPOINT_DIR=/var/lib/tributary/checkpoints SPARK_SCALA_VERSION=2.12
USER 185
RUN /opt/tributary/bin/archive-spark-classes
# Spark starts executors with options of its own: this reaches them too.
ENV JDK_JAVA_OPTIONS=@/opt/tributary/java-options
ENTRYPOINT ["/opt/tributary/bin/submit"]
ARG VERSION REVISION
LABEL org.opencontainers.image.title="Tributary spark-consumer" \
      org.opencontainers.image.description="Spark with the streaming job that carries the topics into Cassandra" \
      org.opencontainers.image.vendor="Tributary" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"

# Airflow as it is, with our DAGs: a file for each definition, so that a broken one hides no other.
FROM apache/airflow:3.3.2-python3.11 AS airflow
COPY --chown=airflow:0 airflow/dags /opt/airflow/dags
COPY --chown=airflow:0 --from=definitions /definitions /opt/airflow/definitions
COPY airflow/prepare_database.py /opt/tributary/bin/
WORKDIR /opt/airflow/dags
RUN python -m tributary_dags.dag_files /opt/airflow/definitions /opt/airflow/dags
WORKDIR /opt/airflow
ARG VERSION REVISION
LABEL org.opencontainers.image.title="Tributary Airflow" \
      org.opencontainers.image.description="Airflow with a DAG for each pipeline definition" \
      org.opencontainers.image.vendor="Tributary" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
