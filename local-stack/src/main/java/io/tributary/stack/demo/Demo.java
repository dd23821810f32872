package io.tributary.stack.demo;

import io.tributary.model.definition.InvalidDefinitionException;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.receipt.OffsetRange;
import io.tributary.model.receipt.Receipt;
import io.tributary.model.receipt.ReceiptJson;
import io.tributary.producer.Connections;
import io.tributary.producer.Order;
import io.tributary.producer.ProducerRun;
import io.tributary.producer.RunEnd;
import io.tributary.producer.Target;
import io.tributary.runtime.command.CommandFailed;
import io.tributary.runtime.command.WrongUsage;
import io.tributary.runtime.lifecycle.Lifecycle;
import io.tributary.stack.demo.Stopwatch.Phase;
import io.tributary.stack.process.Checkout;
import io.tributary.verifier.sample.TableSample;
import io.tributary.verifier.verdict.Verification;
import io.tributary.verifier.verdict.VerificationReport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One demo: Kafka, Cassandra and the consumer as child processes; simulator, producer, schema and
 * verifier in this one, because each JVM more would cost seconds. Closes everything that it
 * started, however it ends.
 */
final class Demo {
  private static final Duration ONE_LOOK = Duration.ofSeconds(1);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
  private static final int ROWS_SHOWN = 5;

  private final Checkout checkout;
  private final DemoOptions options;
  private final PrintStream out;
  private final Stopwatch stopwatch;
  private final ProgressLine progress;

  /**
   * @param before what has passed already since the demo's process was started
   */
  Demo(Checkout checkout, DemoOptions options, Duration before, PrintStream out, PrintStream err) {
    this.checkout = checkout;
    this.options = options;
    this.out = out;
    this.stopwatch = new Stopwatch(before);
    this.progress = new ProgressLine(err, options.terminal(), stopwatch::elapsed);
  }

  /**
   * Runs the demo and prints what came of it; stays until a signal where that was asked for.
   *
   * @throws CommandFailed when not every record is verified
   * @throws InterruptedException when it is to stop
   */
  void run() throws Exception {
    Pipeline definition = definition();
    try (DataFolder data = DataFolder.take(options.data());
        Lifecycle parts = new Lifecycle()) {
      if (options.fresh()) {
        data.startOver();
      }
      parts.start("progress", progress);
      DemoStack stack =
          parts.add("stack", new DemoStack(checkout, data, options.definition(), definition));
      DemoSource source =
          parts.add("source", new DemoSource(definition, options.source(), options.http()));
      source.begin();

      progress.doing(stack::state);
      stack.start();
      Pipeline pipeline = source.found(progress::say);
      stopwatch.end(Phase.STACK);

      Receipt receipt = produce(pipeline, stack);
      keep(receipt, data);
      stopwatch.end(Phase.PRODUCE);

      VerificationReport report =
          verify(receipt, definition, stack).judged(definition, definition.dag().maxSuperseded());
      DemoResult result = result(receipt, report, definition, stack);
      progress.close();
      show(result, report, definition, stack);
      if (!report.verified()) {
        throw new CommandFailed(report.why().orElseThrow());
      }
      if (options.keep()) {
        stayUp(stack);
      }
      if (stack.hasNotes()) {
        archiveClasses(stack);
      }
    }
  }

  /** The result is told: whoever does not want to wait for this may stop it. */
  private void archiveClasses(DemoStack stack) {
    progress.say(
        "stopping, and archiving classes once, so that the next demo starts quicker: most of a"
            + " minute, or Ctrl-C");
    stack.close();
    try {
      stack.archiveClasses();
    } catch (InterruptedException | IOException without) {
      progress.say(
          "the classes are not archived (%s): the next demo takes a few seconds more"
              .formatted(without.getMessage() == null ? "stopped" : without.getMessage()));
    }
  }

  private Pipeline definition() throws WrongUsage {
    try {
      return Pipeline.load(options.definition());
    } catch (InvalidDefinitionException invalid) {
      throw new WrongUsage(String.valueOf(invalid.getMessage()), invalid);
    }
  }

  private Receipt produce(Pipeline pipeline, DemoStack stack)
      throws CommandFailed, WrongUsage, InterruptedException {
    String runId = Order.newRunId(Instant.now(), ThreadLocalRandom.current());
    ProducerRun run =
        new ProducerRun(
            pipeline,
            new Order(
                runId,
                runId,
                new Target.Records(options.users()),
                OptionalDouble.empty(),
                options.timeout()),
            new Connections(
                List.of(stack.bootstrapServers()),
                options.http(),
                Connections.DEFAULT_BUFFER_BYTES,
                "tributary-demo"));
    progress.doing(() -> "publishing: " + run.progress());
    RunEnd end = run.run();
    if (Thread.interrupted()) {
      throw new InterruptedException("stopped while publishing");
    }
    if (end.failure().isPresent()) {
      throw new CommandFailed(end.failure().get());
    }
    return end.receipt();
  }

  private static void keep(Receipt receipt, DataFolder data) throws CommandFailed {
    Path file = data.resolve("receipts").resolve(receipt.runId() + ".json");
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, ReceiptJson.write(receipt));
    } catch (IOException failed) {
      throw new CommandFailed(
          "The receipt cannot be written to %s (%s): see that there is room."
              .formatted(file, failed.getMessage()),
          failed);
    }
  }

  private VerificationReport verify(Receipt receipt, Pipeline pipeline, DemoStack stack)
      throws CommandFailed, WrongUsage, InterruptedException {
    Verification verification =
        new Verification(List.of(stack.bootstrapServers()), stack.session(), pipeline);
    progress.doing("waiting for the last records to land in Cassandra");
    boolean landed = awaitLanding(lastOf(receipt, pipeline), verification, stack);
    stopwatch.end(Phase.LAND);
    progress.doing("looking each record up");
    VerificationReport report =
        verification.verify(
            receipt,
            landed ? options.timeout() : Duration.ZERO,
            now -> progress.doing(now.toString()));
    stopwatch.end(Phase.VERIFY);
    return report;
  }

  private boolean awaitLanding(Receipt last, Verification verification, DemoStack stack)
      throws CommandFailed, WrongUsage, InterruptedException {
    Instant deadline = Instant.now().plus(options.timeout());
    while (Instant.now().isBefore(deadline)) {
      if (verification.verify(last, ONE_LOOK, now -> {}).verified()) {
        return true;
      }
      Optional<String> fallen = stack.fallen();
      if (fallen.isPresent()) {
        throw new CommandFailed(fallen.get());
      }
    }
    return false;
  }

  /** The last record of each partition: when they have landed, so have most others. */
  private static Receipt lastOf(Receipt receipt, Pipeline pipeline) {
    List<OffsetRange> last =
        receipt.offsets().stream()
            .map(
                range ->
                    new OffsetRange(
                        range.topic(), range.partition(), range.last(), range.last(), 1))
            .toList();
    long rejected =
        last.stream().filter(range -> range.topic().equals(pipeline.topic().rejected())).count();
    return new Receipt(
        receipt.runId(),
        receipt.pipeline(),
        receipt.source(),
        receipt.seed(),
        receipt.firstPage(),
        receipt.lastPage(),
        last.size(),
        last.size(),
        last.size() - rejected,
        rejected,
        true,
        last,
        receipt.started(),
        receipt.ended(),
        receipt.contents());
  }

  private DemoResult result(
      Receipt receipt, VerificationReport report, Pipeline pipeline, DemoStack stack)
      throws CommandFailed, InterruptedException {
    TableSample table = new TableSample(stack.session(), pipeline);
    return new DemoResult(
        receipt,
        table.countRows(),
        table.countDeadLetters(),
        report,
        stopwatch,
        stack.peakMemory());
  }

  private void show(
      DemoResult result, VerificationReport report, Pipeline pipeline, DemoStack stack) {
    new TableSample(stack.session(), pipeline)
        .rows(ROWS_SHOWN)
        .lines()
        .map(this::cut)
        .forEach(out::println);
    out.println();
    out.println(report.text());
    out.println();
    out.println(result.text());
    if (options.keep()) {
      out.println();
      out.println(stack.addresses());
    }
    out.println(result.json());
    out.flush();
  }

  /** A terminal would break the line, and the table with it. */
  private String cut(String line) {
    int most = options.columns();
    return most == 0 || line.codePointCount(0, line.length()) <= most
        ? line
        : line.substring(0, line.offsetByCodePoints(0, most - 1)) + "…";
  }

  /** Returns when it is to stop. */
  private void stayUp(DemoStack stack) throws CommandFailed {
    progress.say("staying up; Ctrl-C stops everything");
    try {
      while (true) {
        Optional<String> fallen = stack.fallen();
        if (fallen.isPresent()) {
          throw new CommandFailed(fallen.get());
        }
        Thread.sleep(BETWEEN_LOOKS.toMillis());
      }
    } catch (InterruptedException stop) {
      progress.say("stopping");
    }
  }
}
