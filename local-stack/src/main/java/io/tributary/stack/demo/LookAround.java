package io.tributary.stack.demo;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How to look at what a demo left in its Kafka and its Cassandra: addresses, and commands to copy.
 *
 * @param frontDoor the script, as the user calls it from where he is
 * @param definition the pipeline's file; none for the one that commands take by themselves
 * @param operatorPassword of the console
 * @param topic of the events
 * @param table keyspace and table
 * @param receipt of the run
 */
record LookAround(
    String frontDoor,
    Optional<Path> definition,
    String bootstrapServers,
    String contactPoint,
    URI consumer,
    URI console,
    String operatorPassword,
    Path logs,
    String topic,
    String table,
    Path receipt) {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+=,-]+");

  /** Several lines. */
  String text() {
    String kafka = "--kafka " + bootstrapServers;
    String cassandra = "--cassandra " + contactPoint;
    List<String> lines = new ArrayList<>();
    lines.add(
        "console    %s   pages; operators sign in with %s".formatted(console, operatorPassword));
    lines.add("Kafka      " + bootstrapServers);
    lines.add("Cassandra  " + contactPoint);
    lines.add("consumer   %s   health, ready, metrics".formatted(consumer));
    lines.add("logs       " + logs);
    lines.add("");
    lines.add("From another terminal:");
    lines.add("  " + command("rows", cassandra));
    lines.add("  " + command("dead-letters list", cassandra));
    lines.add("  " + command("verify --receipt " + quoted(receipt.toString()), kafka, cassandra));
    lines.add(
        "  cqlsh %s -e \"SELECT * FROM %s LIMIT 5\"   (pip install cqlsh)"
            .formatted(contactPoint.replace(':', ' '), table));
    lines.add(
        "  kafka-console-consumer.sh --bootstrap-server %s --from-beginning --topic %s   (of any Kafka)"
            .formatted(bootstrapServers, topic));
    return String.join(System.lineSeparator(), lines);
  }

  private String command(String name, String... options) {
    List<String> words = new ArrayList<>(List.of(quoted(frontDoor), name));
    definition.ifPresent(file -> words.add("--pipeline " + quoted(file.toString())));
    words.addAll(List.of(options));
    return String.join(" ", words);
  }

  /** A word as a shell reads it. */
  private static String quoted(String text) {
    return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
