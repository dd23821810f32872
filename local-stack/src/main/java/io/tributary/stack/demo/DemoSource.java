package io.tributary.stack.demo;

import io.tributary.model.definition.Pipeline;
import io.tributary.model.definition.SourceUrl;
import io.tributary.producer.source.HttpLimits;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.simulator.SimulatorConfig;
import io.tributary.simulator.SimulatorServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where a demo fetches from: what the user named, else the definition's own source if it answers,
 * else the bundled simulator if that speaks like it.
 */
final class DemoSource implements AutoCloseable {
  /** The stack takes longer to start. Beyond it the simulator is the better choice. */
  private static final Duration BEFORE_SIMULATING = Duration.ofSeconds(10);

  /** The only source that the bundled simulator speaks like. */
  private static final String SIMULATED_HOST = "randomuser.me";

  private final Pipeline definition;
  private final Optional<URI> named;
  private final HttpLimits limits;
  private @Nullable SourceProbe probe;
  private @Nullable SimulatorServer simulator;

  /**
   * @param limits how long the source may take for its first answer
   */
  DemoSource(Pipeline definition, Optional<URI> named, HttpLimits limits) {
    this.definition = definition;
    this.named = named;
    this.limits = limits;
  }

  /** Begins to find out, in the background. */
  void begin() {
    if (named.isEmpty()) {
      Duration limit = isSimulated() ? BEFORE_SIMULATING : limits.connect().plus(limits.read());
      probe = SourceProbe.start(definition.source().url(), limit);
    }
  }

  private boolean isSimulated() {
    return SIMULATED_HOST.equals(definition.source().url().getHost());
  }

  /**
   * The pipeline with the source that was found.
   *
   * @param tell told when it is the simulator, and why
   * @throws CommandFailedException when there is none
   */
  Pipeline found(Consumer<String> tell) throws CommandFailedException, InterruptedException {
    if (named.isPresent()) {
      return SourceUrl.at(definition, named.get());
    }
    if (probe == null) {
      throw new IllegalStateException("begin() was not called");
    }
    URI url = definition.source().url();
    if (!isSimulated()) {
      // Without its parameters a source may well answer with an error.
      Optional<String> silence = probe.silence();
      if (silence.isPresent()) {
        throw new CommandFailedException(
            "%s %s: see that it is up, or give it more time with SOURCE_CONNECT_TIMEOUT and SOURCE_READ_TIMEOUT. The bundled simulator speaks like %s only; --source names another server."
                .formatted(url, silence.get(), SIMULATED_HOST));
      }
      return definition;
    }
    Optional<String> trouble = probe.trouble();
    if (trouble.isEmpty()) {
      return definition;
    }
    URI simulated = startSimulator().resolve(url.getRawPath());
    tell.accept(
        "%s %s: using the bundled simulator at %s".formatted(url, trouble.get(), simulated));
    return definition.withSource(definition.source().at(simulated).withoutRateLimit());
  }

  private URI startSimulator() throws CommandFailedException {
    SimulatorServer server = new SimulatorServer(SimulatorConfig.defaults().withoutRateLimit());
    try {
      server.start();
    } catch (IOException failed) {
      throw new CommandFailedException(
          "The simulator does not start: " + failed.getMessage(), failed);
    }
    simulator = server;
    return server.url();
  }

  @Override
  public void close() {
    if (simulator != null) {
      simulator.close();
    }
  }
}
