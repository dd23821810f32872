package io.tributary.schema;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.loadbalancing.NodeDistance;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.metadata.NodeState;
import io.tributary.model.definition.Pipeline;
import io.tributary.runtime.command.CommandFailed;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings Cassandra's schema to what the definitions ask for: adds keyspaces, tables, columns and
 * indexes that are missing. Columns and indexes that no definition asks for stay, and are named in
 * the log. Whatever else differs stops it before anything is changed.
 */
public final class SchemaMigration {
  private static final Logger LOG = LoggerFactory.getLogger(SchemaMigration.class);
  private static final Duration DDL_TIMEOUT = Duration.ofSeconds(30);

  private final List<WantedKeyspace> wanted;

  public SchemaMigration(List<Pipeline> pipelines, Replication replication) {
    this.wanted = WantedKeyspace.of(pipelines, replication);
  }

  /** The statements that make the whole schema where there is nothing yet. */
  public List<String> statements() {
    return SchemaDifference.between(Map.of(), wanted).statements();
  }

  /**
   * Runs the statements that are missing, and returns them; none when all is there. Harmless while
   * another one does the same.
   *
   * @throws CommandFailed when something differs that cannot be added, or a statement failed
   */
  public List<String> apply(CqlSession session) throws CommandFailed {
    Node coordinator = coordinator(session);
    SystemSchema schema = new SystemSchema(session, coordinator);
    SchemaDifference difference = difference(schema);
    if (!difference.conflicts().isEmpty()) {
      throw new CommandFailed(
          "the schema is not what the definition asks for, and nothing was changed: %s; change it with cqlsh, or the definition or --replication"
              .formatted(String.join("; ", difference.conflicts())));
    }
    for (String more : difference.surplus()) {
      LOG.warn("{} than the definitions ask for; it stays as it is", more);
    }
    for (String statement : difference.statements()) {
      execute(session, coordinator, statement);
    }
    if (!difference.statements().isEmpty()) {
      agree(session);
      seeThatNothingIsLeft(schema);
    }
    return difference.statements();
  }

  private SchemaDifference difference(SystemSchema schema) {
    Map<String, PresentKeyspace> present = new HashMap<>();
    for (WantedKeyspace keyspace : wanted) {
      schema.keyspace(keyspace.name()).ifPresent(there -> present.put(keyspace.name(), there));
    }
    return SchemaDifference.between(present, wanted);
  }

  private static void execute(CqlSession session, Node coordinator, String statement)
      throws CommandFailed {
    try {
      session.execute(
          SimpleStatement.newInstance(statement).setNode(coordinator).setTimeout(DDL_TIMEOUT));
    } catch (DriverException refused) {
      throw new CommandFailed(
          "Cassandra did not run '%s' (%s): set right what it names and start again"
              .formatted(statement.replaceAll("\\s+", " "), refused.getMessage()),
          refused);
    }
  }

  private static void agree(CqlSession session) throws CommandFailed {
    if (!session.checkSchemaAgreement()) {
      throw new CommandFailed(
          "Cassandra's nodes do not agree on the schema yet: see that all are up (nodetool describecluster), then start again");
    }
  }

  /** Also what another one did meanwhile, with another definition, comes to light here. */
  private void seeThatNothingIsLeft(SystemSchema schema) throws CommandFailed {
    SchemaDifference left = difference(schema);
    if (!left.isNone()) {
      throw new CommandFailed(
          "the schema still differs although every statement ran (%s %s): is another definition being applied at the same time? Start again"
              .formatted(
                  String.join("; ", left.conflicts()), String.join("; ", left.statements())));
    }
  }

  /**
   * The node that runs all statements. Whoever migrates chooses the same one, so that two of them
   * at once take turns there: a table created on two nodes at once would have two identities.
   */
  private static Node coordinator(CqlSession session) throws CommandFailed {
    return session.getMetadata().getNodes().values().stream()
        .filter(node -> node.getDistance() == NodeDistance.LOCAL)
        .filter(node -> node.getState() != NodeState.DOWN && node.getHostId() != null)
        .min(Comparator.comparing(node -> Objects.requireNonNull(node.getHostId())))
        .orElseThrow(
            () -> new CommandFailed("no node of Cassandra is up: start one, then start again"));
  }
}
