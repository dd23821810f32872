package io.tributary.runtime.config;

import java.nio.file.Path;
import java.util.List;

/** The settings that several services share: where Kafka, Cassandra and the definitions are. */
public final class StackSettings {
  public static final Setting<List<String>> KAFKA_BOOTSTRAP_SERVERS =
      Setting.list("KAFKA_BOOTSTRAP_SERVERS", "localhost:9092", "Kafka brokers, host:port");

  public static final Setting<List<String>> CASSANDRA_CONTACT_POINTS =
      Setting.list("CASSANDRA_CONTACT_POINTS", "localhost:9042", "Cassandra nodes, host:port");

  public static final Setting<String> CASSANDRA_DATACENTER =
      Setting.text("CASSANDRA_DATACENTER", "datacenter1", "Cassandra data centre to talk to");

  public static final Setting<String> CASSANDRA_USERNAME =
      Setting.text(
          "CASSANDRA_USERNAME", "", "Cassandra user; empty where the cluster asks for none");

  public static final Setting<String> CASSANDRA_PASSWORD =
      Setting.secret("CASSANDRA_PASSWORD", "", "that user's password");

  public static final Setting<Path> PIPELINE_FILE =
      Setting.path("PIPELINE_FILE", "pipelines/users.yaml", "the pipeline definition");

  public static final Setting<Path> PIPELINES =
      Setting.path(
          "PIPELINES", "pipelines", "the pipeline definitions: a folder of them, or one file");

  public static final Setting<String> STATUS_HOST =
      Setting.text(
          "STATUS_HOST", "127.0.0.1", "address that health, readiness and metrics are shown at");

  public static final Setting<Integer> STATUS_PORT =
      Setting.integer("STATUS_PORT", 0, 0, 65535, "port of the same; 0 takes a free one");

  /** Read by log4j2.xml; listed here to be checked and documented like the others. */
  public static final Setting<LogLevel> LOG_LEVEL =
      Setting.choice("LOG_LEVEL", LogLevel.class, LogLevel.INFO, "what is logged, from this level");

  private StackSettings() {}
}
