package io.tributary.stack.demo;

import io.tributary.model.definition.SourceUrl;
import io.tributary.producer.source.HttpLimitOptions;
import io.tributary.runtime.command.Command;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.lifecycle.Shutdown;
import io.tributary.runtime.trace.TraceOptions;
import io.tributary.stack.checkout.Checkout;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tributary demo}: everything on this machine, from the source to verified rows. */
@CommandLine.Command(
    name = "demo",
    description = {
      "Starts Kafka, Cassandra and Spark on this machine, sends users through, and verifies that"
          + " each of them is in Cassandra.",
      "The last line of standard output is one JSON object. Only the data folder remains."
    })
public final class DemoCommand extends Command {
  private static final long MOST_USERS = 50_000_000;

  /** Set by the front door, which knows better than a JVM what it writes to. */
  private static final String TERMINAL = "tributary.terminal";

  private static final String COLUMNS = "tributary.columns";

  private static final Duration STOP_LIMIT = Duration.ofSeconds(45);

  @Option(
      names = "--users",
      paramLabel = "N",
      defaultValue = "1000",
      description =
          "How many users to send through (default: ${DEFAULT-VALUE}). Of an incremental source, all"
              + " that is new is sent through.")
  private long users;

  @Option(
      names = "--source",
      paramLabel = "URL",
      description =
          "A server that answers like the pipeline's source (default: the definition's own; where"
              + " that is randomuser.me and it does not answer within 10 s, the bundled simulator).")
  private @Nullable String source;

  @Option(
      names = "--pipeline",
      paramLabel = "FILE",
      description = "The definition (default: pipelines/users.yaml of the project).")
  private @Nullable Path definition;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Where to keep the data; a second demo there adds to it"
              + " (default: .tributary/demo of the project).")
  private @Nullable Path data;

  @Option(names = "--fresh", description = "Delete the data of earlier demos first.")
  private boolean fresh;

  @Option(
      names = "--keep",
      description =
          "Keep running afterwards, also after a failure, so that you can look around; Ctrl-C stops.")
  private boolean keep;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "2m",
      description =
          "Give up after this long without a success while publishing, and after this long while waiting"
              + " for records to land"
              + " (default: ${DEFAULT-VALUE}).")
  private Duration timeout = Duration.ofMinutes(2);

  @Mixin private final HttpLimitOptions http = new HttpLimitOptions();

  @Mixin private final TraceOptions traces = new TraceOptions();

  @Override
  protected void run() throws Exception {
    Checkout checkout = Checkout.current();
    DemoOptions options = options(checkout);
    Thread working = Thread.currentThread();
    try (Shutdown shutdown = Shutdown.onSignal(STOP_LIMIT, working::interrupt)) {
      try {
        new Demo(checkout, options, sinceJvmStart(), System.out, System.err).run();
      } catch (InterruptedException stopped) {
        if (shutdown.requested()) {
          throw new CommandFailedException(
              "The demo was stopped before it was done; run it again on the same data folder.",
              stopped);
        }
        throw stopped;
      }
    }
  }

  private DemoOptions options(Checkout checkout) throws UsageException {
    if (users < 1 || users > MOST_USERS) {
      throw new UsageException(
          String.format(
              Locale.ROOT, "--users must be from 1 to %,d; found %d.", MOST_USERS, users));
    }
    if (timeout.isZero()) {
      throw new UsageException("--timeout must be more than 0, for example 2m.");
    }
    return new DemoOptions(
        users,
        source(),
        definition == null ? checkout.resolve(Demo.BUNDLED) : definition,
        data == null ? checkout.resolve(".tributary/demo") : data,
        fresh,
        keep,
        timeout,
        http.limits(),
        traces,
        Boolean.getBoolean(TERMINAL),
        Integer.getInteger(COLUMNS, 0));
  }

  /**
   * A JVM takes its time to get here, and the user waits for it too. The process itself may be
   * older: the front door becomes this JVM after it has built.
   */
  private static Duration sinceJvmStart() {
    return Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
  }

  private Optional<URI> source() throws UsageException {
    return source == null
        ? Optional.empty()
        : Optional.of(parsed("--source", source, SourceUrl::parse));
  }
}
