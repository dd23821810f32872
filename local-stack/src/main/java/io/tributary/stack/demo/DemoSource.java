package io.tributary.stack.demo;

import io.tributary.model.definition.Pipeline;
import io.tributary.model.definition.SourceUrl;
import io.tributary.runtime.command.CommandFailed;
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
  private static final Duration PROBE_LIMIT = Duration.ofSeconds(3);

  /** The only source that the bundled simulator speaks like. */
  private static final String SIMULATED_HOST = "randomuser.me";

  private final Pipeline definition;
  private final Optional<URI> named;
  private @Nullable SourceProbe probe;
  private @Nullable SimulatorServer simulator;

  DemoSource(Pipeline definition, Optional<URI> named) {
    this.definition = definition;
    this.named = named;
  }

  /** Begins to find out, in the background. */
  void begin() {
    if (named.isEmpty()) {
      probe = SourceProbe.start(definition.source().url(), PROBE_LIMIT);
    }
  }

  /**
   * The pipeline with the source that was found.
   *
   * @param tell told when it is the simulator, and why
   * @throws CommandFailed when there is none
   */
  Pipeline found(Consumer<String> tell) throws CommandFailed, InterruptedException {
    if (named.isPresent()) {
      return SourceUrl.at(definition, named.get());
    }
    if (probe == null) {
      throw new IllegalStateException("begin() was not called");
    }
    Optional<String> trouble = probe.trouble();
    if (trouble.isEmpty()) {
      return definition;
    }
    URI url = definition.source().url();
    if (!SIMULATED_HOST.equals(url.getHost())) {
      throw new CommandFailed(
          "%s %s, and the bundled simulator speaks like %s only: name another source with --source."
              .formatted(url, trouble.get(), SIMULATED_HOST));
    }
    URI simulated = startSimulator().resolve(url.getRawPath());
    tell.accept(
        "%s %s: using the bundled simulator at %s".formatted(url, trouble.get(), simulated));
    return definition.withSource(definition.source().at(simulated).withoutRateLimit());
  }

  private URI startSimulator() throws CommandFailed {
    SimulatorServer server = new SimulatorServer(SimulatorConfig.defaults().withoutRateLimit());
    try {
      server.start();
    } catch (IOException failed) {
      throw new CommandFailed("The simulator does not start: " + failed.getMessage(), failed);
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
