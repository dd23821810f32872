package io.tributary.verifier;

import com.datastax.oss.driver.api.core.CqlSession;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.definition.Table;
import io.tributary.runtime.cassandra.CassandraOptions;
import io.tributary.runtime.cassandra.CassandraSessions;
import io.tributary.runtime.command.Command;
import io.tributary.runtime.command.PipelineOptions;
import io.tributary.runtime.command.UsageException;
import io.tributary.verifier.sample.TableSample;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows rows of a pipeline's table, for those without cqlsh. */
@CommandLine.Command(
    name = "rows",
    description = "Shows some rows of one of a pipeline's tables, in no order.")
public final class RowsCommand extends Command {
  @Mixin private final PipelineOptions definition = new PipelineOptions();

  @Mixin private final CassandraOptions cassandra = new CassandraOptions();

  @Option(
      names = "--table",
      paramLabel = "NAME",
      description = "Which of several tables (default: the first one).")
  private @Nullable String table;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many to show at most (default: ${DEFAULT-VALUE}).")
  private int limit = 20;

  @Option(
      names = "--json",
      description = "Each row as one line of JSON, with whole values, instead of a table.")
  private boolean json;

  @Override
  protected void run() throws Exception {
    atLeastOne("--limit", limit);
    Pipeline pipeline = definition.read(Pipeline::load);
    Table chosen = chosen(pipeline);
    PrintWriter out = out();
    try (CqlSession session =
        CassandraSessions.open(cassandra.connection(), RunVerifier.ANSWER, err()::println)) {
      TableSample sample = new TableSample(session, pipeline, chosen);
      if (json) {
        sample.json(limit).forEach(out::println);
      } else {
        TableSample.Shown shown = sample.rows(limit);
        out.println(shown.text());
        out.println(summary(shown, limit, chosen.fullName()));
      }
    }
    out.flush();
  }

  private Table chosen(Pipeline pipeline) throws UsageException {
    if (table == null) {
      return pipeline.mainTable();
    }
    List<String> names = pipeline.tables().stream().map(Table::name).toList();
    if (!names.contains(table)) {
      throw new UsageException(
          "pipeline %s has no table '%s': name one of %s in --table"
              .formatted(pipeline.name(), table, String.join(", ", names)));
    }
    return pipeline.tables().get(names.indexOf(table));
  }

  static String summary(TableSample.Shown shown, int limit, String table) {
    return shown.count() < limit
        ? String.format(
            Locale.ROOT, "%,d %s in %s.", shown.count(), shown.count() == 1 ? "row" : "rows", table)
        : String.format(
            Locale.ROOT, "%,d of the rows in %s (--limit shows more).", shown.count(), table);
  }
}
