package io.tributary.producer;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.definition.SourceUrl;
import io.tributary.model.lineage.LineagePlaces;
import io.tributary.model.lineage.ProduceLineage;
import io.tributary.model.receipt.Receipt;
import io.tributary.model.receipt.ReceiptJson;
import io.tributary.model.run.RunUuid;
import io.tributary.producer.receipt.ReceiptFile;
import io.tributary.producer.record.CassandraRunRecord;
import io.tributary.producer.source.HttpLimitOptions;
import io.tributary.runtime.cassandra.CassandraConnection;
import io.tributary.runtime.cassandra.CassandraOptions;
import io.tributary.runtime.command.Command;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.command.PipelineOptions;
import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.command.Version;
import io.tributary.runtime.kafka.KafkaOptions;
import io.tributary.runtime.lifecycle.Lifecycle;
import io.tributary.runtime.lifecycle.Shutdown;
import io.tributary.runtime.lineage.LineageOptions;
import io.tributary.runtime.lineage.LineageSender;
import io.tributary.runtime.registry.RegistryOptions;
import io.tributary.runtime.status.ProcessMetrics;
import io.tributary.runtime.status.Readiness;
import io.tributary.runtime.status.StatusServer;
import io.tributary.runtime.trace.RunTrace;
import io.tributary.runtime.trace.TraceOptions;
import io.tributary.runtime.trace.TraceSpan;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Does one run and prints its receipt. */
@CommandLine.Command(
    name = "run",
    description = {
      "Fetches records, publishes them, and prints the receipt as the last line of standard"
          + " output.",
      "Fails when it published nothing or less than it was asked for. A run with the same run id"
          + " and the same options publishes the same records.",
      "An incremental source is read from the pipeline's cursor on; verify moves the cursor."
          + " Nothing new is no failure."
    })
public final class RunCommand extends Command {
  private static final Logger LOG = LoggerFactory.getLogger(ProducerService.class);

  /** What Airflow's run ids, and ours, are made of; a cursor's parts are separated by slashes. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:+~@-]{0,199}");

  /** A signal leaves this long for what is under way, and for the receipt. */
  private static final Duration STOP_LIMIT = Duration.ofSeconds(9);

  private static final String EVERYTHING = "all";

  @Mixin private final PipelineOptions definition = new PipelineOptions();

  @Mixin private final KafkaOptions kafka = new KafkaOptions();

  @Mixin private final RegistryOptions registry = new RegistryOptions();

  @Mixin private final RunOptions options = new RunOptions();

  @Mixin private final HttpLimitOptions http = new HttpLimitOptions();

  @Mixin private final CassandraOptions cassandra = new CassandraOptions();

  @Mixin private final RangeOptions range = new RangeOptions();

  @Mixin private final TraceOptions traces = new TraceOptions();

  @Mixin private final LineageOptions lineage = new LineageOptions();

  @Option(
      names = "--records",
      paramLabel = "N|all",
      description =
          "Exactly so many source records, or all that the source has"
              + " (default: the definition's dag.records).")
  private @Nullable String records;

  @Option(
      names = "--duration",
      paramLabel = "DURATION",
      description = "As many as come in this time, at least one; instead of --records.")
  private @Nullable Duration duration;

  @Option(
      names = "--rate",
      paramLabel = "R",
      description = "Records per second, evenly (default: as fast as it goes).")
  private @Nullable Double rate;

  @Option(
      names = "--seed",
      paramLabel = "TEXT",
      description = "Makes the source's pages repeatable (default: the run id).")
  private @Nullable String seed;

  @Option(
      names = "--run-id",
      paramLabel = "TEXT",
      description = "Names the run (default: one made of the time).")
  private @Nullable String runId;

  @Option(
      names = "--parameter",
      paramLabel = "NAME=VALUE",
      mapFallbackValue = "",
      description =
          "Sets a parameter of the definition's source.parameters; may be given several times.")
  private final Map<String, String> parameters = new LinkedHashMap<>();

  @Option(
      names = "--now",
      paramLabel = "TIME",
      description =
          "What {now} and {today} mean in the definition, as 2026-01-31T12:00:00Z"
              + " (default: the time in the run id, or the run's start).")
  private @Nullable String now;

  @Option(
      names = "--receipt",
      paramLabel = "FILE",
      description = "Where to write the receipt as well.")
  private @Nullable Path receipt;

  @Override
  protected void run() throws Exception {
    Pipeline pipeline = pipeline();
    String id = id();
    UUID traceId = RunUuid.of(pipeline.name(), id);
    try (RunTrace trace = traces.trace("producer-service", traceId, pipeline.name(), id);
        LineageSender events = lineage.sender()) {
      trace.within("produce", span -> produce(pipeline, id, span, events));
    }
  }

  private void produce(Pipeline pipeline, String id, TraceSpan span, LineageSender events)
      throws Exception {
    RunRequest request = request(pipeline, id);
    Optional<ReceiptFile> file = receiptFile();
    ProducerRun run =
        new ProducerRun(
            pipeline,
            request,
            new Connections(
                kafka.connection(),
                http.limits(),
                options.bufferBytes(),
                Connections.DEFAULT_USER_AGENT,
                registry.connection(definition.path())));
    try (Lifecycle parts = new Lifecycle();
        Shutdown signals = Shutdown.onSignal(STOP_LIMIT, run::stop)) {
      startStatus(parts, run);
      ProgressLog progress = parts.start("progress", new ProgressLog(run::progress));
      LOG.info(
          "run {} of pipeline {} from {}",
          request.runId(),
          pipeline.name(),
          SourceUrl.text(pipeline.source().url()));
      Optional<RunRecorder> recorder = Optional.empty();
      if (options.recordRuns()) {
        recorder = Optional.of(parts.start("record", recorder(pipeline, request, run)));
      }
      Instant began = Instant.now();
      events.send(() -> produceLineage(pipeline, id).started(began));
      RunEnd end = run.run();
      progress.close();
      events.send(() -> produceLineage(pipeline, id).ended(end.receipt(), end.failure()));
      recorder.ifPresent(record -> record.end(end));
      RunSpan.describe(span, end, run.sourceFaults());
      handOver(end, file);
      LOG.debug("a signal was {}", signals.requested() ? "seen" : "not seen");
    }
  }

  private ProduceLineage produceLineage(Pipeline pipeline, String id) throws UsageException {
    LineagePlaces places =
        new LineagePlaces(
            lineage.namespace(),
            kafka.connection().bootstrapServers().get(0),
            cassandra.connection().hosts().split(",", 2)[0],
            Version.tributary());
    return new ProduceLineage(pipeline, id, places);
  }

  private void handOver(RunEnd end, Optional<ReceiptFile> file) throws CommandFailedException {
    PrintWriter out = out();
    out.println(ReceiptJson.write(end.receipt()));
    out.flush();
    if (file.isPresent()) {
      file.get().write(end.receipt());
    }
    if (end.failure().isPresent()) {
      throw new CommandFailedException(end.failure().get() + hint(end.receipt()));
    }
  }

  private RunRecorder recorder(Pipeline pipeline, RunRequest request, ProducerRun run)
      throws UsageException {
    CassandraConnection connection = cassandra.connection();
    return new RunRecorder(
        request,
        run::progress,
        () -> CassandraRunRecord.open(connection, pipeline, request.runId()),
        InstantSource.system());
  }

  private static String hint(Receipt receipt) {
    return receipt.published() == 0
        ? ""
        : "; the same command with --run-id %s publishes the same records again"
            .formatted(receipt.runId());
  }

  private void startStatus(Lifecycle parts, ProducerRun run) throws Exception {
    Optional<Integer> port = options.statusPort();
    if (port.isPresent()) {
      PrometheusMeterRegistry metrics = ProcessMetrics.registry();
      new RunMetrics(run).bindTo(metrics);
      StatusServer status =
          parts.start(
              "status",
              new StatusServer(options.statusHost(), port.get(), Readiness::yes, metrics));
      LOG.info("status at {}", status.url());
    }
  }

  private Pipeline pipeline() throws UsageException {
    Optional<URI> source = options.source();
    return definition.read(
        file -> {
          Pipeline pipeline = Pipeline.load(file);
          return source.map(url -> SourceUrl.at(pipeline, url)).orElse(pipeline);
        });
  }

  private String id() throws UsageException {
    return name(
        "--run-id",
        runId == null ? RunRequest.newRunId(Instant.now(), ThreadLocalRandom.current()) : runId);
  }

  private RunRequest request(Pipeline pipeline, String id)
      throws UsageException, CommandFailedException, InterruptedException {
    if (rate != null && !(rate > 0 && rate <= 1_000_000)) {
      throw new UsageException("--rate must be above 0 and at most 1000000 records per second");
    }
    return new RunRequest(
        id,
        seed == null ? id : name("--seed", seed),
        target(pipeline),
        rate == null ? OptionalDouble.empty() : OptionalDouble.of(rate),
        options.giveUpAfter(),
        parameters,
        now(),
        range.range(pipeline, cassandra::connection));
  }

  private Optional<Instant> now() throws UsageException {
    try {
      return Optional.ofNullable(now).map(text -> OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException noTime) {
      throw new UsageException(
          "--now must be a time such as 2026-01-31T12:00:00Z; found '%s'".formatted(now), noTime);
    }
  }

  private Target target(Pipeline pipeline) throws UsageException {
    if (duration != null) {
      if (records != null) {
        throw new UsageException("--records and --duration exclude each other; give one of them");
      }
      if (duration.isZero()) {
        throw new UsageException("--duration must be more than nothing, for instance 60s");
      }
      return new Target.Lasting(duration);
    }
    if (records == null && !pipeline.dag().readsAll()) {
      return new Target.Records(pipeline.dag().records());
    }
    if (records == null || records.equals(EVERYTHING)) {
      return new Target.Everything();
    }
    if (!records.matches("[1-9][0-9]{0,17}")) {
      throw new UsageException(
          "--records must be a whole number, 1 or more, or '%s'; found '%s'"
              .formatted(EVERYTHING, records));
    }
    return new Target.Records(Long.parseLong(records));
  }

  private static String name(String option, String text) throws UsageException {
    if (!NAME.matcher(text).matches()) {
      throw new UsageException(
          "%s must be 1 to 200 letters, digits and ._:+~@- and begin with a letter or digit; found '%s'"
              .formatted(option, text));
    }
    return text;
  }

  private Optional<ReceiptFile> receiptFile() throws UsageException {
    if (receipt == null) {
      return Optional.empty();
    }
    ReceiptFile file = new ReceiptFile(receipt);
    file.check();
    return Optional.of(file);
  }
}
