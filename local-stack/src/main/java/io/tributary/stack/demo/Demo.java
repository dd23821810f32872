package io.tributary.stack.demo;

import io.tributary.model.cql.TableCql;
import io.tributary.model.definition.Incremental;
import io.tributary.model.definition.InvalidDefinitionException;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.receipt.OffsetRange;
import io.tributary.model.receipt.Receipt;
import io.tributary.model.receipt.ReceiptJson;
import io.tributary.producer.Connections;
import io.tributary.producer.ProducerRun;
import io.tributary.producer.RunEnd;
import io.tributary.producer.RunRequest;
import io.tributary.producer.RunSpan;
import io.tributary.producer.Target;
import io.tributary.producer.cursor.CursorLookup;
import io.tributary.producer.source.ReadingRange;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.kafka.KafkaConnection;
import io.tributary.runtime.lifecycle.Lifecycle;
import io.tributary.runtime.registry.RegistryConnection;
import io.tributary.runtime.time.Ticker;
import io.tributary.runtime.trace.RunTrace;
import io.tributary.runtime.trace.TraceSpan;
import io.tributary.stack.checkout.Checkout;
import io.tributary.stack.demo.Stopwatch.Phase;
import io.tributary.verifier.registry.TopicSchemas;
import io.tributary.verifier.report.VerificationReport;
import io.tributary.verifier.runs.RunTraces;
import io.tributary.verifier.runs.RunVerification;
import io.tributary.verifier.sample.TableSample;
import io.tributary.verifier.verification.Verification;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
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

  /** As in the traces of the producer's command. */
  private static final String PRODUCER = "producer-service";

  /** The definition that commands take unless they are told another. */
  static final String BUNDLED = "pipelines/users.yaml";

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
   * Runs the demo and prints what came of it, however it ends; stays until a signal where that was
   * asked for.
   *
   * @throws CommandFailedException when not every record is verified
   * @throws InterruptedException when it is to stop before that is known
   */
  void run() throws Exception {
    Pipeline definition = definition();
    try (DataFolder data = DataFolder.take(options.data())) {
      if (options.fresh()) {
        data.startOver();
      }
      Optional<String> why = run(definition, data);
      if (why.isPresent()) {
        throw new CommandFailedException(why.get());
      }
    }
  }

  /** Why not every record is verified. */
  private Optional<String> run(Pipeline definition, DataFolder data) throws Exception {
    boolean told = false;
    try (Lifecycle parts = new Lifecycle()) {
      parts.start("progress", progress);
      DemoStack stack =
          parts.add("stack", new DemoStack(checkout, data, options.definition(), definition));
      DemoSource source =
          parts.add("source", new DemoSource(definition, options.source(), options.http()));
      source.begin();

      progress.doing(stack::state);
      stack.start(!options.keep());
      Pipeline pipeline = source.found(progress::say);
      stopwatch.end(Phase.STACK);

      RunEnd end = produce(pipeline, stack);
      Path receipt = keep(end.receipt(), data);
      stopwatch.end(Phase.PRODUCE);

      VerificationReport report = verify(end.receipt(), definition, stack);
      Optional<DemoConsole> console = console(parts, stack);
      Optional<String> why = end.failure().or(report::why);
      DemoResult result = result(end.receipt(), report, why, definition, stack);
      progress.pause();
      show(result, report, definition, stack, console, receipt);
      told = true;
      if (options.keep()) {
        stayUp(stack, why);
      } else if (why.isEmpty() && stack.hasNotes()) {
        archiveClasses(stack);
      }
      return why;
    } catch (CommandFailedException failed) {
      if (!told) {
        progress.pause();
        out.println(DemoResult.json(definition.name(), String.valueOf(failed.getMessage())));
        out.flush();
      }
      throw failed;
    }
  }

  private Optional<DemoConsole> console(Lifecycle parts, DemoStack stack) throws Exception {
    return options.keep()
        ? Optional.of(parts.add("console", DemoConsole.start(stack, options)))
        : Optional.empty();
  }

  /** The result is printed already, so a user who does not want to wait may stop this. */
  private void archiveClasses(DemoStack stack) {
    progress.doing("the result is complete; stopping Kafka, Cassandra and Spark");
    stack.close();
    try {
      stack.archiveClasses(
          (done, all) ->
              progress.doing(
                  String.format(
                      Locale.ROOT,
                      ("once after a build, Java now archives the classes of %d processes (%d"
                          + " done), half a minute or more: each later demo starts some seconds"
                          + " sooner; Ctrl-C leaves it out"),
                      all,
                      done)));
      progress.pause();
    } catch (InterruptedException | IOException without) {
      progress.say(
          "the classes are not archived (%s): the next demo takes a few seconds more"
              .formatted(without.getMessage() == null ? "stopped" : without.getMessage()));
    }
  }

  private Pipeline definition() throws UsageException {
    try {
      return Pipeline.load(options.definition());
    } catch (InvalidDefinitionException invalid) {
      throw new UsageException(String.valueOf(invalid.getMessage()), invalid);
    }
  }

  private RunEnd produce(Pipeline pipeline, DemoStack stack)
      throws CommandFailedException, UsageException, InterruptedException {
    RunRequest request = request(pipeline, stack);
    ProducerRun run =
        new ProducerRun(
            pipeline,
            request,
            new Connections(
                KafkaConnection.at(stack.bootstrapServers()),
                options.http(),
                Connections.DEFAULT_BUFFER_BYTES,
                "tributary-demo",
                RegistryConnection.folder(options.schemas())));
    progress.doing(() -> "publishing: " + run.progress());
    RunEnd end = traced(pipeline, run, request.runId());
    if (Thread.interrupted()) {
      throw new InterruptedException("stopped while publishing");
    }
    return end;
  }

  /** As the producer's command does it, a part of the run's trace. */
  private RunEnd traced(Pipeline pipeline, ProducerRun run, String runId)
      throws CommandFailedException, UsageException, InterruptedException {
    try (RunTrace trace = RunTraces.by(options.traces(), PRODUCER).of(pipeline.name(), runId);
        TraceSpan span = trace.span("produce")) {
      RunEnd end = run.run();
      RunSpan.describe(span, end, run.sourceFaults());
      return end;
    }
  }

  /** Of an incremental source all that is new: only that moves the cursor. */
  private RunRequest request(Pipeline pipeline, DemoStack stack) throws CommandFailedException {
    String runId = RunRequest.newRunId(Instant.now(), ThreadLocalRandom.current());
    Optional<Incremental> incremental = pipeline.source().incremental();
    RunRequest request =
        new RunRequest(
            runId,
            runId,
            incremental.isPresent() ? new Target.Everything() : new Target.Records(options.users()),
            OptionalDouble.empty(),
            options.timeout());
    return incremental.isEmpty()
        ? request
        : request.with(
            ReadingRange.from(
                new CursorLookup(stack.session()).position(pipeline, incremental.get())));
  }

  private static Path keep(Receipt receipt, DataFolder data) throws CommandFailedException {
    Path file = data.resolve("receipts").resolve(receipt.runId() + ".json");
    try {
      Files.createDirectories(file.getParent());
      return Files.writeString(file, ReceiptJson.write(receipt));
    } catch (IOException failed) {
      throw new CommandFailedException(
          "The receipt cannot be written to %s (%s): see that there is room."
              .formatted(file, failed.getMessage()),
          failed);
    }
  }

  private VerificationReport verify(Receipt receipt, Pipeline pipeline, DemoStack stack)
      throws CommandFailedException, UsageException, InterruptedException {
    Verification verification =
        new Verification(
            KafkaConnection.at(stack.bootstrapServers()),
            stack.session(),
            pipeline,
            new TopicSchemas(
                    pipeline, RegistryConnection.folder(options.schemas()), options.timeout())
                .writers(),
            "run the demo again, which starts a new run");
    progress.doing("waiting for the last records to land in Cassandra");
    boolean landed =
        receipt.offsets().isEmpty() || awaitLanding(lastOf(receipt, pipeline), verification, stack);
    stopwatch.end(Phase.LAND);
    progress.doing("looking each record up");
    VerificationReport report =
        new RunVerification(
                verification,
                stack.session(),
                pipeline,
                RunTraces.by(options.traces(), RunTraces.VERIFIER))
            .verify(
                receipt,
                landed ? options.timeout() : Duration.ZERO,
                now -> progress.doing(now.toString()));
    stopwatch.end(Phase.VERIFY);
    return report;
  }

  private boolean awaitLanding(Receipt last, Verification verification, DemoStack stack)
      throws CommandFailedException, UsageException, InterruptedException {
    Ticker ticker = Ticker.system();
    long begun = ticker.nanos();
    while (ticker.since(begun).compareTo(options.timeout()) < 0) {
      if (verification.verify(last, ONE_LOOK, now -> {}).landed()) {
        return true;
      }
      Optional<String> fallen = stack.fallen();
      if (fallen.isPresent()) {
        throw new CommandFailedException(
            "%s; where that comes from what earlier demos left, start over with --fresh"
                .formatted(fallen.get()));
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
        receipt.contents(),
        Optional.empty(),
        Optional.empty());
  }

  private DemoResult result(
      Receipt receipt,
      VerificationReport report,
      Optional<String> why,
      Pipeline pipeline,
      DemoStack stack)
      throws CommandFailedException, InterruptedException {
    TableSample table = new TableSample(stack.session(), pipeline);
    return new DemoResult(
        receipt,
        table.countRows(),
        table.countDeadLetters(),
        report,
        why,
        stopwatch,
        stack.peakMemory());
  }

  private void show(
      DemoResult result,
      VerificationReport report,
      Pipeline pipeline,
      DemoStack stack,
      Optional<DemoConsole> console,
      Path receipt)
      throws CommandFailedException {
    new TableSample(stack.session(), pipeline)
        .rows(ROWS_SHOWN)
        .text()
        .lines()
        .map(this::cut)
        .forEach(out::println);
    out.println();
    out.println(report.text());
    out.println();
    out.println(result.text());
    out.println();
    if (console.isPresent()) {
      out.println(lookAround(pipeline, stack, console.get(), receipt).text());
    } else {
      out.println(
          "--keep stays up for a look at rows and dead letters, and says by which commands");
    }
    out.println(result.json());
    out.flush();
  }

  private LookAround lookAround(
      Pipeline pipeline, DemoStack stack, DemoConsole console, Path receipt) {
    Path root = checkout.root();
    boolean isThere = Path.of("").toAbsolutePath().equals(root);
    Path definition = options.definition().toAbsolutePath().normalize();
    return new LookAround(
        isThere ? "./tributary" : root.resolve("tributary").toString(),
        Optional.of(definition).filter(file -> !file.equals(checkout.resolve(BUNDLED))),
        stack.bootstrapServers(),
        stack.contactPoint(),
        stack.consumerStatus(),
        console.url(),
        console.operatorPassword(),
        stack.logs(),
        pipeline.topic().name(),
        new TableCql(pipeline).name(),
        receipt);
  }

  /** A terminal would break the line, and the table with it. */
  private String cut(String line) {
    int most = options.columns();
    return most == 0 || line.codePointCount(0, line.length()) <= most
        ? line
        : line.substring(0, line.offsetByCodePoints(0, most - 1)) + "…";
  }

  /**
   * Returns when it is to stop.
   *
   * @param why what the demo found to be wrong
   */
  private void stayUp(DemoStack stack, Optional<String> why) throws CommandFailedException {
    why.ifPresent(progress::say);
    progress.say("staying up; Ctrl-C stops everything");
    try {
      while (true) {
        Optional<String> fallen = stack.fallen();
        if (fallen.isPresent()) {
          throw new CommandFailedException(fallen.get());
        }
        Thread.sleep(BETWEEN_LOOKS.toMillis());
      }
    } catch (InterruptedException stop) {
      progress.say("stopping");
    }
  }
}
