package io.tributary.init;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.metadata.Node;
import io.tributary.model.cql.DeadLetterCql;
import io.tributary.model.definition.Table;
import io.tributary.runtime.command.CommandFailedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the dead letters of one keyspace out of the table of a former version, in which all letters
 * of a day were one partition. Cassandra cannot change a key, so there is a new table, and the
 * letters are copied: with their write times, and what is left of their time to live.
 *
 * <p>Meanwhile the first column of the key is called {@link #MOVING} in both tables, so that no
 * consumer and no command of either version can use them: nothing is filed where it would be left
 * behind, and no record is judged without its letter. What was interrupted is done by the next one
 * that migrates, from the beginning; copying a letter twice changes nothing. Two at once do the
 * same, and the first one that has all letters copied removes the old table.
 */
final class DeadLetterMove {
  /** What the key's column {@code pipeline} is called for as long as letters are being moved. */
  static final String MOVING = "moving_pipeline";

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterMove.class);
  private static final Duration DDL_TIMEOUT = Duration.ofSeconds(30);
  private static final String PIPELINE = "pipeline";
  private static final List<String> FORMER_CLUSTERING = DeadLetterCql.clusteringColumns();

  private final CqlSession session;
  private final Node coordinator;
  private final SystemSchema schema;
  private final String keyspace;
  private final List<String> ran = new ArrayList<>();

  DeadLetterMove(CqlSession session, Node coordinator, SystemSchema schema, String keyspace) {
    this.session = session;
    this.coordinator = coordinator;
    this.schema = schema;
    this.keyspace = keyspace;
  }

  /** Whether there is something to move, or a move to be finished. */
  static boolean isNeeded(PresentKeyspace present) {
    return former(present).isPresent()
        || current(present).filter(DeadLetterMove::isMoving).isPresent();
  }

  /** The same keyspace as it will be: with all columns of the key by their names. */
  static PresentKeyspace after(PresentKeyspace present) {
    return current(present)
        .filter(DeadLetterMove::isMoving)
        .map(table -> present.with(Table.DEAD_LETTERS, table.renamed(MOVING, PIPELINE)))
        .orElse(present);
  }

  /**
   * Moves them and returns the statements that changed the schema.
   *
   * @param progress told now and then, in a sentence
   * @throws CommandFailedException when Cassandra refuses a statement, or gives no answer
   */
  List<String> run(Consumer<String> progress) throws CommandFailedException {
    Optional<TableShape> former = former(present());
    if (former.isPresent()) {
      prepare(former.get());
      copy(progress);
      run("DROP TABLE IF EXISTS " + formerName(), there -> former(there).isEmpty());
    }
    if (current(present()).filter(DeadLetterMove::isMoving).isPresent()) {
      run(
          "ALTER TABLE %s RENAME %s TO %s".formatted(name(), MOVING, PIPELINE),
          there -> current(there).filter(table -> !isMoving(table)).isPresent());
    }
    return ran;
  }

  /** No one can write into the old table from then on, and the new one is there. */
  private void prepare(TableShape former) throws CommandFailedException {
    if (!former.indexes().isEmpty()) {
      LOG.warn(
          "the indexes of {} ({}) go with it: create them on {} if you need them",
          formerName(),
          former.indexes(),
          name());
    }
    if (!isMoving(former)) {
      // with Cassandra's default it refuses to read past what has expired
      run(
          "ALTER TABLE %s WITH gc_grace_seconds = 0".formatted(formerName()),
          there -> former(there).filter(table -> !isMoving(table)).isEmpty());
      run(
          "ALTER TABLE %s RENAME %s TO %s".formatted(formerName(), PIPELINE, MOVING),
          there -> former(there).filter(table -> !isMoving(table)).isEmpty());
    }
    if (current(present()).isEmpty()) {
      run(new DeadLetterCql(keyspace).createTable(MOVING), there -> current(there).isPresent());
    }
    for (Column more : former.columns().values()) {
      TableShape table = current(present()).orElseThrow(this::disturbed);
      if (!table.columns().containsKey(more.name()) && more.kind() == Column.Kind.REGULAR) {
        run(
            "ALTER TABLE %s ADD IF NOT EXISTS %s %s".formatted(name(), more.name(), more.type()),
            there -> false);
      }
    }
  }

  private void copy(Consumer<String> progress) throws CommandFailedException {
    Optional<TableShape> former = former(present());
    TableShape table = current(present()).orElseThrow(this::disturbed);
    if (former.isEmpty()) {
      return; // another one has copied all
    }
    try {
      new DeadLetterCopy(
              session,
              formerName(),
              former.get(),
              name(),
              isMoving(table) ? MOVING : PIPELINE,
              progress)
          .run();
    } catch (DriverException failed) {
      // the one that removes the old table has copied all
      if (former(present()).isPresent()) {
        throw new CommandFailedException(
            "the dead letters of %s were not all moved (%s): see that all nodes of Cassandra are up, then start again; none is lost"
                .formatted(formerName(), failed.getMessage()),
            failed);
      }
    }
  }

  /**
   * Runs a statement that changes the schema, and waits until all nodes know of it.
   *
   * @param done whether another one has done the same meanwhile
   */
  private void run(String statement, Predicate<PresentKeyspace> done)
      throws CommandFailedException {
    try {
      session.execute(
          SimpleStatement.newInstance(statement).setNode(coordinator).setTimeout(DDL_TIMEOUT));
      ran.add(statement);
    } catch (DriverException failed) {
      if (!done.test(present())) {
        throw new CommandFailedException(SchemaMigration.why(statement, failed), failed);
      }
    }
    SchemaMigration.agree(session);
  }

  private PresentKeyspace present() throws CommandFailedException {
    return schema.keyspace(keyspace).orElseThrow(this::disturbed);
  }

  private CommandFailedException disturbed() {
    return new CommandFailedException(
        "%s was removed while its dead letters were being moved: start again".formatted(keyspace));
  }

  private String name() {
    return keyspace + "." + Table.DEAD_LETTERS;
  }

  private String formerName() {
    return keyspace + "." + Table.FORMER_DEAD_LETTERS;
  }

  private static Optional<TableShape> current(PresentKeyspace present) {
    return Optional.ofNullable(present.tables().get(Table.DEAD_LETTERS));
  }

  /** The table of a former version, if that is what is there by its name. */
  private static Optional<TableShape> former(PresentKeyspace present) {
    return Optional.ofNullable(present.tables().get(Table.FORMER_DEAD_LETTERS))
        .filter(table -> isFormer(table, PIPELINE) || isFormer(table, MOVING));
  }

  private static boolean isFormer(TableShape table, String first) {
    for (Column column : table.columns().values()) {
      String known =
          DeadLetterCql.columns().get(column.name().equals(first) ? PIPELINE : column.name());
      if (known != null && !known.equals(column.type())) {
        return false;
      }
    }
    List<Column> key = new ArrayList<>();
    key.add(Column.partitionKey(first, "text", 0));
    key.add(Column.partitionKey("day", "date", 1));
    for (String name : FORMER_CLUSTERING) {
      key.add(
          Column.clustering(
              name,
              String.valueOf(DeadLetterCql.columns().get(name)),
              FORMER_CLUSTERING.indexOf(name)));
    }
    return table.columns().containsKey("reason")
        && key.stream().allMatch(column -> column.equals(table.columns().get(column.name())))
        && table.columns().values().stream()
            .filter(column -> column.kind() != Column.Kind.REGULAR)
            .allMatch(key::contains);
  }

  private static boolean isMoving(TableShape table) {
    return table.columns().containsKey(MOVING);
  }
}
