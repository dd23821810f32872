package io.tributary.verifier;

import com.datastax.oss.driver.api.core.CqlSession;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.definition.SourceUrl;
import io.tributary.model.run.RunUuid;
import io.tributary.runtime.cassandra.CassandraOptions;
import io.tributary.runtime.cassandra.CassandraSessions;
import io.tributary.runtime.command.Command;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.command.PipelineOptions;
import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.kafka.KafkaOptions;
import io.tributary.runtime.registry.RegistryOptions;
import io.tributary.runtime.trace.RunTrace;
import io.tributary.runtime.trace.TraceOptions;
import io.tributary.runtime.trace.TraceSpan;
import io.tributary.verifier.preflight.ConsumerReady;
import io.tributary.verifier.preflight.HttpProbe;
import io.tributary.verifier.preflight.Preflight;
import io.tributary.verifier.preflight.Prerequisite;
import io.tributary.verifier.preflight.SchemaAccepted;
import io.tributary.verifier.preflight.SourceChoice;
import io.tributary.verifier.preflight.TablesExist;
import io.tributary.verifier.preflight.TopicsExist;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sees that a run can start, and says where it will fetch from. */
@CommandLine.Command(
    name = "preflight",
    description = {
      "Sees that a run can start: the source answers, topics and tables exist, the schema"
          + " registry accepts the events' schema, the consumer is ready for the pipeline.",
      "Prints where to fetch from: --source, else the simulator if it is up, else the definition's"
          + " URL."
    })
public final class PreflightCommand extends Command {
  private static final Duration SOURCE_PATIENCE = Duration.ofSeconds(10);
  private static final Duration NEIGHBOUR_PATIENCE = Duration.ofSeconds(3);

  @Option(names = "--source", paramLabel = "URL", description = "Fetch from there.")
  private @Nullable String source;

  @Option(
      names = "--simulator",
      paramLabel = "URL",
      description = "Address of the simulator, to be used if it is up.")
  private @Nullable String simulator;

  @Option(
      names = "--consumer",
      paramLabel = "URL",
      description = "Address of the consumer's status endpoint; not asked when not given.")
  private @Nullable String consumer;

  @Option(
      names = "--wait",
      paramLabel = "DURATION",
      defaultValue = "30s",
      description =
          "How long Kafka, Cassandra and the consumer may still be coming up"
              + " (default: ${DEFAULT-VALUE}).")
  private Duration wait = Duration.ofSeconds(30);

  @Option(
      names = "--run-id",
      paramLabel = "TEXT",
      description = "The run's id, for its trace; without one there is no trace.")
  private @Nullable String runId;

  @Mixin private final PipelineOptions definition = new PipelineOptions();

  @Mixin private final KafkaOptions kafka = new KafkaOptions();

  @Mixin private final CassandraOptions cassandra = new CassandraOptions();

  @Mixin private final RegistryOptions registry = new RegistryOptions();

  @Mixin private final TraceOptions traces = new TraceOptions();

  @Override
  protected void run() throws Exception {
    Pipeline pipeline = definition.read(Pipeline::load);
    try (RunTrace trace = trace(pipeline)) {
      trace.within("preflight", span -> prepare(pipeline, span));
    }
  }

  private RunTrace trace(Pipeline pipeline) {
    String name = pipeline.name();
    return runId == null
        ? RunTrace.off()
        : traces.trace("run-verifier", RunUuid.of(name, runId), name, runId);
  }

  private void prepare(Pipeline pipeline, TraceSpan span) throws Exception {
    URI status = url("--consumer", consumer);
    SourceChoice.Chosen chosen;
    try (TraceSpan source = span.child("ask the source")) {
      chosen = chooseSource(pipeline);
      source
          .with("tributary.source.url", SourceUrl.text(chosen.url()))
          .with("tributary.source.chosen", chosen.chosen());
    }
    try (TraceSpan waiting = span.child("wait for the platform");
        CqlSession session = CassandraSessions.open(cassandra.connection(), wait, err()::println);
        TopicsExist topics = new TopicsExist(kafka.connection(), pipeline.topic())) {
      List<Prerequisite> needs = new ArrayList<>();
      needs.add(topics);
      needs.add(new TablesExist(session, pipeline));
      SchemaAccepted.of(pipeline, registry.connection(definition.path())).ifPresent(needs::add);
      if (status != null) {
        needs.add(new ConsumerReady(status, pipeline.name(), new HttpProbe(NEIGHBOUR_PATIENCE)));
      }
      new Preflight(needs, wait, this::progress).run();
      waiting.with("tributary.prerequisites", needs.size());
    }
    print(pipeline, chosen);
  }

  /** The source comes first: whether it answers costs nothing, and a run without it is nothing. */
  private SourceChoice.Chosen chooseSource(Pipeline pipeline)
      throws CommandFailedException, UsageException, InterruptedException {
    SourceChoice choice =
        new SourceChoice(
            pipeline.source(),
            url("--source", source),
            url("--simulator", simulator),
            new HttpProbe(SOURCE_PATIENCE));
    SourceChoice.Chosen chosen = choice.choose();
    Optional<String> missing = choice.missing(chosen);
    if (missing.isPresent()) {
      throw new CommandFailedException(missing.get());
    }
    progress("the source %s answers (%s)".formatted(chosen.url(), chosen.chosen()));
    return chosen;
  }

  private static @Nullable URI url(String option, @Nullable String text) throws UsageException {
    return text == null ? null : parsed(option, text, SourceUrl::parse);
  }

  private void print(Pipeline pipeline, SourceChoice.Chosen chosen) throws IOException {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("pipeline", pipeline.name());
    result.put("source", chosen.url().toString());
    result.put("chosen", chosen.chosen());
    result.put("topic", pipeline.topic().name());
    result.put("table", pipeline.mainTable().fullName());
    out().println(new ObjectMapper().writeValueAsString(result));
    out().flush();
  }

  private void progress(String sentence) {
    err().println(sentence);
  }
}
