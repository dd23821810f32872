package io.tributary.init;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.loadbalancing.NodeDistance;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.metadata.NodeState;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import com.datastax.oss.driver.api.core.servererrors.ServerError;
import io.tributary.model.definition.Pipeline;
import io.tributary.runtime.command.CommandFailedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
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
  private final String remedy;

  public SchemaMigration(List<Pipeline> pipelines, Replication replication) {
    this(pipelines, replication, "change it with cqlsh, or the definition or --replication");
  }

  /**
   * @param remedy what users of the command at hand can do where something differs
   */
  public SchemaMigration(List<Pipeline> pipelines, Replication replication, String remedy) {
    this.wanted = WantedKeyspace.of(pipelines, replication);
    this.remedy = remedy;
  }

  /** The statements that make the whole schema where there is nothing yet. */
  public List<String> statements() {
    return SchemaDifference.between(Map.of(), wanted).statements();
  }

  /**
   * Runs the statements that are missing, and returns them; none when all is there. Harmless while
   * another one does the same.
   *
   * @throws CommandFailedException when something differs that cannot be added, or a statement
   *     failed
   */
  public List<String> apply(CqlSession session) throws CommandFailedException {
    return apply(session, LOG::info);
  }

  /**
   * The same.
   *
   * @param progress told now and then, in a sentence, of what takes long
   */
  public List<String> apply(CqlSession session, Consumer<String> progress)
      throws CommandFailedException {
    Node coordinator = coordinator(session);
    SystemSchema schema = new SystemSchema(session, coordinator);
    SchemaDifference difference = difference(schema);
    if (!difference.conflicts().isEmpty()) {
      throw new CommandFailedException(
          "the schema is not what the definition asks for, and nothing was changed: %s; %s"
              .formatted(String.join("; ", difference.conflicts()), remedy));
    }
    for (String more : difference.surplus()) {
      LOG.warn("{} than the definitions ask for; it stays as it is", more);
    }
    List<String> ran = new ArrayList<>(moveDeadLetters(session, coordinator, schema, progress));
    if (!ran.isEmpty()) {
      difference = difference(schema);
    }
    if (difference.statements().stream().anyMatch(statement -> statement.startsWith("CREATE"))) {
      seeThatAllNodesAreUp(session);
    }
    for (String statement : difference.statements()) {
      execute(session, coordinator, statement);
    }
    if (!difference.statements().isEmpty()) {
      agree(session);
      seeThatNothingIsLeft(schema);
    }
    ran.addAll(difference.statements());
    return ran;
  }

  private List<String> moveDeadLetters(
      CqlSession session, Node coordinator, SystemSchema schema, Consumer<String> progress)
      throws CommandFailedException {
    List<String> ran = new ArrayList<>();
    for (WantedKeyspace keyspace : wanted) {
      if (schema.keyspace(keyspace.name()).filter(DeadLetterMove::isNeeded).isPresent()) {
        seeThatAllNodesAreUp(session);
        ran.addAll(new DeadLetterMove(session, coordinator, schema, keyspace.name()).run(progress));
      }
    }
    return ran;
  }

  private SchemaDifference difference(SystemSchema schema) {
    Map<String, PresentKeyspace> present = new HashMap<>();
    for (WantedKeyspace keyspace : wanted) {
      schema
          .keyspace(keyspace.name())
          .ifPresent(there -> present.put(keyspace.name(), DeadLetterMove.after(there)));
    }
    return SchemaDifference.between(present, wanted);
  }

  private static void execute(CqlSession session, Node coordinator, String statement)
      throws CommandFailedException {
    try {
      session.execute(
          SimpleStatement.newInstance(statement).setNode(coordinator).setTimeout(DDL_TIMEOUT));
    } catch (DriverException failed) {
      throw new CommandFailedException(why(statement, failed), failed);
    }
  }

  /** What becomes of a statement without an answer nobody can tell; Cassandra may run it later. */
  static String why(String statement, DriverException failed) {
    boolean answered = failed instanceof QueryValidationException || failed instanceof ServerError;
    return (answered
            ? "Cassandra refused '%s' (%s): correct what it names and start again"
            : "Cassandra gave no answer to '%s' (%s), which may have run or may still run: see that its nodes are up and start again, only what is missing will be done")
        .formatted(statement.replaceAll("\\s+", " "), failed.getMessage());
  }

  /** Waits until all nodes know the same schema. */
  static void agree(CqlSession session) throws CommandFailedException {
    if (!session.checkSchemaAgreement()) {
      throw new CommandFailedException(
          "Cassandra's nodes do not agree on the schema yet: see that all are up (nodetool describecluster), then start again");
    }
  }

  /** Also what another one did meanwhile, with another definition, comes to light here. */
  private void seeThatNothingIsLeft(SystemSchema schema) throws CommandFailedException {
    SchemaDifference left = difference(schema);
    if (!left.isNone()) {
      throw new CommandFailedException(
          "the schema still differs although every statement ran (%s %s): is another definition being applied at the same time? Start again"
              .formatted(
                  String.join("; ", left.conflicts()), String.join("; ", left.statements())));
    }
  }

  /**
   * A table created on two nodes that do not see each other would have two identities, and what is
   * written under one of them would be lost. Nodes that see each other agree before the command
   * ends.
   */
  private static void seeThatAllNodesAreUp(CqlSession session) throws CommandFailedException {
    String down =
        session.getMetadata().getNodes().values().stream()
            .filter(node -> node.getState() == NodeState.DOWN)
            .map(node -> node.getEndPoint().toString())
            .sorted()
            .collect(Collectors.joining(", "));
    if (!down.isEmpty()) {
      throw new CommandFailedException(
          "tables are created only while all nodes of Cassandra are up, and nothing was changed: %s does not answer; start it, or remove it from the cluster (nodetool removenode), then start again"
              .formatted(down));
    }
  }

  /**
   * The node that runs all statements. In one data centre all who migrate at once choose the same
   * one as long as they see the same nodes, and take turns there. It is no lock: what it does not
   * prevent, {@link #agree} and {@link #seeThatNothingIsLeft} report.
   */
  private static Node coordinator(CqlSession session) throws CommandFailedException {
    return session.getMetadata().getNodes().values().stream()
        .filter(node -> node.getDistance() == NodeDistance.LOCAL)
        .filter(node -> node.getState() != NodeState.DOWN && node.getHostId() != null)
        .min(Comparator.comparing(node -> Objects.requireNonNull(node.getHostId())))
        .orElseThrow(
            () ->
                new CommandFailedException(
                    "no node of Cassandra is up: start one, then start again"));
  }
}
