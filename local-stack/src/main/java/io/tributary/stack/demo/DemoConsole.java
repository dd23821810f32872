package io.tributary.stack.demo;

import io.tributary.console.Console;
import io.tributary.console.ConsoleSettings;
import io.tributary.model.definition.InvalidDefinitionException;
import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.kafka.KafkaConnection;
import io.tributary.stack.host.Ports;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/** The console over a demo's Kafka and Cassandra, for as long as the demo stays up. */
final class DemoConsole implements AutoCloseable {
  private static final int USUAL_PORT = 8088;
  private static final int REQUESTS_PER_SECOND = 100;
  private static final int PASSWORD_BYTES = 6;

  private final Console console;
  private final String operatorPassword;

  private DemoConsole(Console console, String operatorPassword) {
    this.console = console;
    this.operatorPassword = operatorPassword;
  }

  /** Serves it at its usual port, or at a free one where that is taken. */
  static DemoConsole start(DemoStack stack, Path definition) throws Exception {
    byte[] random = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(random);
    String password = HexFormat.of().formatHex(random);
    Console console = console(stack, definition, password);
    console.start();
    return new DemoConsole(console, password);
  }

  private static Console console(DemoStack stack, Path definition, String password)
      throws InvalidDefinitionException, UsageException {
    ConsoleSettings settings =
        new ConsoleSettings(
            Ports.LOOPBACK,
            new Ports().freeOr(USUAL_PORT),
            Optional.empty(),
            Optional.of(password),
            REQUESTS_PER_SECOND,
            stack.consumerStatus(),
            Optional.empty());
    return new Console(
        settings, definition, KafkaConnection.at(stack.bootstrapServers()), stack.address());
  }

  URI url() {
    return console.url();
  }

  /** Good for this demo only. */
  String operatorPassword() {
    return operatorPassword;
  }

  @Override
  public void close() {
    console.close();
  }
}
