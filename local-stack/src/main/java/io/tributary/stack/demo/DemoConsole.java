package io.tributary.stack.demo;

import io.tributary.console.Console;
import io.tributary.console.ConsoleSettings;
import io.tributary.model.definition.InvalidDefinitionException;
import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.kafka.KafkaConnection;
import io.tributary.runtime.registry.RegistryConnection;
import io.tributary.stack.host.Ports;
import io.tributary.verifier.runs.RunTraces;
import java.net.URI;
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
  static DemoConsole start(DemoStack stack, DemoOptions options) throws Exception {
    byte[] random = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(random);
    String password = HexFormat.of().formatHex(random);
    Console console = console(stack, options, password);
    console.start();
    return new DemoConsole(console, password);
  }

  private static Console console(DemoStack stack, DemoOptions options, String password)
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
        settings,
        options.definition(),
        KafkaConnection.at(stack.bootstrapServers()),
        stack.address(),
        RegistryConnection.folder(options.schemas()),
        RunTraces.by(options.traces(), "console"));
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
