package io.tributary.verifier;

import com.datastax.oss.driver.api.core.CqlSession;
import io.tributary.model.definition.InvalidDefinitionException;
import io.tributary.model.definition.Pipeline;
import io.tributary.runtime.cassandra.CassandraAddress;
import io.tributary.runtime.cassandra.CassandraSessions;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.config.Configuration;
import io.tributary.runtime.config.InvalidConfigurationException;
import io.tributary.runtime.config.StackSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of all commands here: which pipeline, and where its table is. */
final class StackOptions {
  private static final Duration ANSWER = Duration.ofSeconds(10);

  @Option(
      names = "--pipeline",
      paramLabel = "FILE",
      description = "The pipeline definition (default: PIPELINE_FILE, pipelines/users.yaml).")
  private @Nullable Path pipeline;

  @Option(
      names = "--cassandra",
      paramLabel = "HOST:PORT",
      split = ",",
      description = "Cassandra nodes (default: CASSANDRA_CONTACT_POINTS, localhost:9042).")
  private @Nullable List<String> cassandra;

  private @Nullable Configuration configuration;

  /** The settings, read when they are first asked for. */
  Configuration configuration() throws InvalidConfigurationException {
    if (configuration == null) {
      configuration = Configuration.read(System.getenv(), VerifierSettings.ALL);
    }
    return configuration;
  }

  Pipeline pipeline() throws InvalidConfigurationException, UsageException {
    try {
      return Pipeline.load(
          pipeline == null ? configuration().get(StackSettings.PIPELINE_FILE) : pipeline);
    } catch (InvalidDefinitionException invalid) {
      throw new UsageException(String.valueOf(invalid.getMessage()), invalid);
    }
  }

  /** A session, waited for no longer than 10 s. */
  CqlSession session(PrintWriter err)
      throws InvalidConfigurationException,
          CommandFailedException,
          UsageException,
          InterruptedException {
    return session(err, ANSWER);
  }

  /** A session, waited for no longer than that. */
  CqlSession session(PrintWriter err, Duration limit)
      throws InvalidConfigurationException,
          CommandFailedException,
          UsageException,
          InterruptedException {
    CassandraAddress configured = CassandraAddress.from(configuration());
    return CassandraSessions.open(
        cassandra == null ? configured : configured.at(cassandra), limit, err::println);
  }
}
