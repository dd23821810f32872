package io.tributary.verifier;

import com.datastax.oss.driver.api.core.CqlSession;
import io.tributary.model.definition.Incremental;
import io.tributary.model.definition.Pipeline;
import io.tributary.runtime.cassandra.CassandraOptions;
import io.tributary.runtime.cassandra.CassandraSessions;
import io.tributary.runtime.command.Command;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.command.PipelineOptions;
import io.tributary.runtime.command.UsageException;
import io.tributary.verifier.cursor.CassandraCursors;
import io.tributary.verifier.cursor.PipelineCursor;
import java.time.InstantSource;
import picocli.CommandLine.Mixin;

/** A command about the cursor of one pipeline. */
abstract class PipelineCursorCommand extends Command {
  @Mixin private final PipelineOptions definition = new PipelineOptions();

  @Mixin private final CassandraOptions cassandra = new CassandraOptions();

  /** What a command does with the cursor. */
  interface Work {
    void with(Pipeline pipeline, Incremental read, PipelineCursor cursor)
        throws CommandFailedException, UsageException;
  }

  /** Does the work with the pipeline's cursor. */
  final void withCursor(Work work)
      throws CommandFailedException, UsageException, InterruptedException {
    Pipeline pipeline = definition.read(Pipeline::load);
    Incremental read =
        pipeline
            .source()
            .incremental()
            .orElseThrow(
                () ->
                    new UsageException(
                        "pipeline %s has no source.incremental, so it has no cursor"
                            .formatted(pipeline.name())));
    try (CqlSession session =
        CassandraSessions.open(cassandra.connection(), RunVerifier.ANSWER, err()::println)) {
      work.with(
          pipeline,
          read,
          new PipelineCursor(
              read, new CassandraCursors(session, pipeline), InstantSource.system()));
    }
  }
}
