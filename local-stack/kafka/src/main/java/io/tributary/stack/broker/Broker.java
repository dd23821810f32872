package io.tributary.stack.broker;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.Kafka;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;

/**
 * One Kafka broker and controller: formats its storage where that is still empty, as {@code
 * kafka-storage format} does, and starts. Both in one JVM, because a second one costs a second.
 */
public final class Broker {
  private Broker() {}

  /**
   * @param arguments the properties file
   */
  public static void main(String[] arguments) throws Exception {
    formatIfEmpty(properties(arguments[0]));
    Kafka.main(arguments);
  }

  private static void formatIfEmpty(Properties properties) throws Exception {
    Path storage = Path.of(properties.getProperty("log.dirs"));
    if (Files.exists(storage.resolve("meta.properties"))) {
      return;
    }
    new Formatter()
        .setClusterId(Uuid.randomUuid().toString())
        .setNodeId(Integer.parseInt(properties.getProperty("node.id")))
        .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
        .setControllerListenerName(properties.getProperty("controller.listener.names"))
        .setMetadataLogDirectory(storage.toString())
        .addDirectory(storage.toString())
        .setIgnoreFormatted(true)
        .run();
  }

  /** As Kafka reads the same file a moment later. */
  private static Properties properties(String file) throws Exception {
    Properties properties = new Properties();
    try (InputStream content = Files.newInputStream(Path.of(file))) {
      properties.load(content);
    }
    return properties;
  }
}
