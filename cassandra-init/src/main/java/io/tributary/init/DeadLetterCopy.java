package io.tributary.init;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.type.codec.TypeCodecs;
import io.tributary.model.cql.DeadLetterCql;
import io.tributary.runtime.time.Interval;
import io.tributary.runtime.time.Ticker;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Copies letters from one table into the other, each column with its write time and what is left of
 * its time to live. Holds a few letters at a time. Reads and writes all replicas: what only one of
 * them had would be lost when the old table is removed. For one thread, once.
 */
final class DeadLetterCopy {
  private static final int KEYS_IN_PAGE = 1_000;

  /** A letter can have 9 MiB. */
  private static final int MOST_IN_FLIGHT = 16;

  private static final int TRIES = 5;
  private static final Duration BETWEEN_PROGRESS = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final String REASON = "reason";

  private static final Pattern COLLECTION = Pattern.compile("(map|list|set)<");

  /** The key of the new table. */
  private static final List<String> KEY =
      Stream.concat(
              DeadLetterCql.partitionKey().stream(), DeadLetterCql.clusteringColumns().stream())
          .toList();

  /** How many columns the key of the old table has; the last one is the offset. */
  private static final int FORMER_KEY = 5;

  private final CqlSession session;
  private final String from;
  private final String firstColumn;
  private final String to;
  private final String pipelineColumn;
  private final List<Column> columns;
  private final Consumer<String> progress;
  private final PreparedStatement select;
  private final Map<String, CompletionStage<PreparedStatement>> writes = new ConcurrentHashMap<>();
  private final Deque<Copying> inFlight = new ArrayDeque<>();

  private record Copying(Row key, CompletableFuture<?> done) {}

  /** When columns were written, in microseconds since the epoch, and for how many seconds more. */
  private record Written(long time, int expiresIn) {}

  /**
   * @param pipelineColumn what the first column of the key is called in {@code to}
   * @param progress told every few seconds
   */
  DeadLetterCopy(
      CqlSession session,
      String from,
      TableShape former,
      String to,
      String pipelineColumn,
      Consumer<String> progress) {
    this.session = session;
    this.from = from;
    this.firstColumn =
        former.columns().containsKey(DeadLetterMove.MOVING)
            ? DeadLetterMove.MOVING
            : DeadLetterCql.partitionKey().get(0);
    this.to = to;
    this.pipelineColumn = pipelineColumn;
    this.columns =
        former.columns().values().stream()
            .filter(column -> column.kind() == Column.Kind.REGULAR)
            .toList();
    this.progress = progress;
    this.select =
        session.prepare(
            SimpleStatement.newInstance(
                    "SELECT %s FROM %s WHERE %s = ? AND day = ? AND topic = ? AND partition = ? AND offset = ?"
                        .formatted(selected(), from, firstColumn))
                .setConsistencyLevel(ConsistencyLevel.ALL)
                .setTimeout(ANSWER));
  }

  /** Throws the driver's exceptions when Cassandra refuses, or does not answer again and again. */
  void run() {
    Ticker ticker = Ticker.system();
    long start = ticker.nanos();
    Interval betweenProgress = new Interval(BETWEEN_PROGRESS, ticker);
    long copied = 0;
    SimpleStatement keys =
        SimpleStatement.newInstance(
                "SELECT %s, day, topic, partition, offset FROM %s".formatted(firstColumn, from))
            .setConsistencyLevel(ConsistencyLevel.ALL)
            .setPageSize(KEYS_IN_PAGE)
            .setTimeout(ANSWER);
    for (Row key : session.execute(keys)) {
      inFlight.addLast(new Copying(key, copy(key)));
      if (inFlight.size() >= MOST_IN_FLIGHT) {
        await(inFlight.removeFirst());
      }
      copied++;
      if (betweenProgress.isDue()) {
        tell(copied, ticker.since(start));
      }
    }
    while (!inFlight.isEmpty()) {
      await(inFlight.removeFirst());
    }
    tell(copied, ticker.since(start));
  }

  private void tell(long copied, Duration elapsed) {
    progress.accept(
        String.format(
            Locale.ROOT,
            "copied %,d dead letters from %s to %s, %d s",
            copied,
            from,
            to,
            elapsed.toSeconds()));
  }

  private void await(Copying copying) {
    CompletableFuture<?> done = copying.done();
    for (int tries = 1; ; tries++) {
      try {
        done.join();
        return;
      } catch (CompletionException failed) {
        if (!(failed.getCause() instanceof DriverException refused)) {
          throw failed;
        }
        if (tries == TRIES) {
          throw refused.copy();
        }
        done = copy(copying.key());
      }
    }
  }

  private CompletableFuture<?> copy(Row key) {
    BoundStatementBuilder one = select.boundStatementBuilder();
    for (int i = 0; i < FORMER_KEY; i++) {
      one = one.setBytesUnsafe(i, key.getBytesUnsafe(i));
    }
    return session
        .executeAsync(one.build())
        .thenCompose(
            found -> {
              Row letter = found.one();
              return letter == null // expired since
                  ? CompletableFuture.<@Nullable Void>completedFuture(null)
                  : write(key, letter);
            })
        .toCompletableFuture();
  }

  private CompletableFuture<@Nullable Void> write(Row key, Row letter) {
    List<CompletableFuture<AsyncResultSet>> written = new ArrayList<>();
    groups(letter)
        .forEach(
            (when, names) ->
                written.add(
                    prepared(names)
                        .thenCompose(
                            write -> session.executeAsync(bind(write, key, letter, when, names)))
                        .toCompletableFuture()));
    return CompletableFuture.allOf(written.toArray(CompletableFuture<?>[]::new));
  }

  /** Names of the columns that were written at the same time, those of the filing first. */
  private Map<Written, List<String>> groups(Row letter) {
    Map<Written, List<String>> groups = new LinkedHashMap<>();
    Written filed = written(letter, REASON);
    if (filed != null) {
      groups.put(filed, new ArrayList<>());
    }
    for (Column column : columns) {
      if (!letter.isNull(column.name())) {
        // a collection has no one time of its own; it is written with the filing
        Written when = isCollection(column) ? filed : written(letter, column.name());
        if (when != null) {
          groups.computeIfAbsent(when, unknown -> new ArrayList<>()).add(column.name());
        }
      }
    }
    return groups;
  }

  private static @Nullable Written written(Row letter, String column) {
    return letter.isNull(time(column))
        ? null
        : new Written(
            letter.getLong(time(column)),
            letter.isNull(left(column)) ? 0 : Math.max(1, letter.getInt(left(column))));
  }

  private BoundStatement bind(
      PreparedStatement write, Row key, Row letter, Written when, List<String> names) {
    List<@Nullable ByteBuffer> times =
        List.of(
            TypeCodecs.BIGINT.encodePrimitive(
                when.time(), session.getContext().getProtocolVersion()),
            TypeCodecs.INT.encodePrimitive(
                when.expiresIn(), session.getContext().getProtocolVersion()));
    List<@Nullable ByteBuffer> values = new ArrayList<>();
    boolean filing = names.contains(REASON);
    if (filing) {
      values.addAll(key(key));
      names.forEach(name -> values.add(letter.getBytesUnsafe(name)));
      values.addAll(times);
    } else {
      values.addAll(times);
      names.forEach(name -> values.add(letter.getBytesUnsafe(name)));
      values.addAll(key(key));
    }
    BoundStatementBuilder bound = write.boundStatementBuilder();
    for (int marker = 0; marker < values.size(); marker++) {
      bound = bound.setBytesUnsafe(marker, values.get(marker));
    }
    return bound.build();
  }

  /** Prepared once: the driver's threads, which ask for it, must not wait. */
  private CompletionStage<PreparedStatement> prepared(List<String> names) {
    String columns = String.join(",", names);
    CompletionStage<PreparedStatement> write =
        writes.computeIfAbsent(columns, unknown -> session.prepareAsync(write(names)));
    return write.whenComplete(
        (prepared, failure) -> {
          if (failure != null) {
            writes.remove(columns, write);
          }
        });
  }

  /** An update, other than the filing, leaves nothing behind when its columns have expired. */
  private SimpleStatement write(List<String> names) {
    boolean filing = names.contains(REASON);
    List<String> key = new ArrayList<>(KEY);
    key.set(0, pipelineColumn);
    String statement =
        filing
            ? "INSERT INTO %s (%s, %s) VALUES (%s) USING TIMESTAMP ? AND TTL ?"
                .formatted(
                    to,
                    String.join(", ", key),
                    String.join(", ", names),
                    String.join(", ", Collections.nCopies(key.size() + names.size(), "?")))
            : "UPDATE %s USING TIMESTAMP ? AND TTL ? SET %s WHERE %s"
                .formatted(to, equal(names, ", "), equal(key, " AND "));
    return SimpleStatement.newInstance(statement)
        .setConsistencyLevel(ConsistencyLevel.ALL)
        .setTimeout(ANSWER);
  }

  private static String equal(List<String> names, String between) {
    return names.stream().map(name -> name + " = ?").collect(Collectors.joining(between));
  }

  /** Of the new table, as {@link #KEY} names it. */
  private List<@Nullable ByteBuffer> key(Row former) {
    return List.of(
        bytes(former, 0),
        bytes(former, 1),
        TypeCodecs.INT.encodePrimitive(
            DeadLetterCql.bucket(former.getLong(FORMER_KEY - 1)),
            session.getContext().getProtocolVersion()),
        bytes(former, 2),
        bytes(former, 3),
        bytes(former, 4));
  }

  private static ByteBuffer bytes(Row row, int column) {
    return Objects.requireNonNull(row.getBytesUnsafe(column));
  }

  /** Each column; then when it was written, and for how long, where it has one time. */
  private String selected() {
    return columns.stream()
        .flatMap(
            column ->
                isCollection(column)
                    ? Stream.of(column.name())
                    : Stream.of(
                        column.name(),
                        "WRITETIME(%s) AS %s".formatted(column.name(), time(column.name())),
                        "TTL(%s) AS %s".formatted(column.name(), left(column.name()))))
        .collect(Collectors.joining(", "));
  }

  private static boolean isCollection(Column column) {
    return COLLECTION.matcher(column.type()).lookingAt();
  }

  private static String time(String column) {
    return "time_of_" + column;
  }

  private static String left(String column) {
    return "left_of_" + column;
  }
}
