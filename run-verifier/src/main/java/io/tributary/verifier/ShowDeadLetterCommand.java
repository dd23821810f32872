package io.tributary.verifier;

import com.datastax.oss.driver.api.core.CqlSession;
import io.tributary.model.deadletter.DeadLetter;
import io.tributary.model.deadletter.RecordCopy;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.RecordPosition;
import io.tributary.runtime.cassandra.CassandraOptions;
import io.tributary.runtime.cassandra.CassandraSessions;
import io.tributary.runtime.command.Command;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.command.PipelineOptions;
import io.tributary.runtime.command.UsageException;
import io.tributary.verifier.deadletter.CassandraDeadLetters;
import io.tributary.verifier.deadletter.DeadLetterWithRecord;
import io.tributary.verifier.text.Printable;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows one dead letter with the original record. */
@CommandLine.Command(name = "show", description = "Shows one dead letter with the original record.")
final class ShowDeadLetterCommand extends Command {
  @Parameters(
      arity = "0..1",
      paramLabel = "TOPIC-PARTITION@OFFSET",
      description = "Where the record is, as list shows it.")
  private @Nullable String position;

  @Option(names = "--topic", paramLabel = "TOPIC", description = "The same in three options.")
  private @Nullable String topic;

  @Option(names = "--partition", paramLabel = "N")
  private @Nullable Integer partition;

  @Option(names = "--offset", paramLabel = "N")
  private @Nullable Long offset;

  @Mixin private final PipelineOptions definition = new PipelineOptions();

  @Mixin private final CassandraOptions cassandra = new CassandraOptions();

  @Override
  protected void run() throws Exception {
    RecordPosition wanted = position();
    Pipeline pipeline = definition.read(Pipeline::load);
    Optional<DeadLetterWithRecord> found;
    try (CqlSession session =
        CassandraSessions.open(cassandra.connection(), RunVerifier.ANSWER, err()::println)) {
      found = new CassandraDeadLetters(session, pipeline).find(wanted);
    }
    if (found.isEmpty()) {
      throw new CommandFailedException(
          "pipeline %s has no dead letter at %s: dead-letters list shows those it has"
              .formatted(pipeline.name(), wanted));
    }
    print(found.get(), out());
  }

  private RecordPosition position() throws UsageException {
    if (position == null && topic != null && partition != null && offset != null) {
      return new RecordPosition(topic, partition, offset);
    }
    Optional<RecordPosition> named = RecordPosition.parse(position == null ? "" : position);
    if (topic != null || partition != null || offset != null || named.isEmpty()) {
      throw new UsageException(
          "which dead letter? Give TOPIC-PARTITION@OFFSET like users_created-0@17, or --topic, --partition and --offset");
    }
    return named.get();
  }

  static void print(DeadLetterWithRecord whole, PrintWriter out) {
    DeadLetter letter = whole.letter();
    line(out, "place", letter.position().toString());
    line(out, "reason", letter.reason());
    line(out, "field", letter.field());
    line(out, "detail", letter.detail());
    line(out, "record time", letter.recordTime().toString());
    line(out, "run", letter.runId());
    line(out, "replay of", letter.replayOf() == null ? null : letter.replayOf().toString());
    line(out, "state", letter.state());
    line(out, "changed", letter.stateChanged() == null ? null : letter.stateChanged().toString());
    line(out, "note", letter.stateNote());
    line(out, "tries", Integer.toString(letter.tries()));
    RecordCopy copy = whole.copy();
    line(out, "complete", copy.complete() ? "yes" : "no, the rest is in Kafka only");
    new TreeMap<>(copy.headers())
        .forEach((name, value) -> line(out, "header " + name, Printable.of(value)));
    line(out, "key", copy.key() == null ? null : Printable.of(copy.key()));
    line(out, "value", copy.value() == null ? null : Printable.of(copy.value()));
    out.flush();
  }

  private static void line(PrintWriter out, String name, @Nullable String value) {
    out.println(
        "%-22s %s"
            .formatted(Printable.escaped(name), value == null ? "-" : Printable.escaped(value)));
  }
}
