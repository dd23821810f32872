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

  private StackSettings() {}
}
