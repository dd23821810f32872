package io.tributary.benchmarks.measure;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.tributary.benchmarks.report.Result;
import io.tributary.benchmarks.report.Spread;
import io.tributary.benchmarks.stage.Stage;
import io.tributary.model.cql.TableCql;
import io.tributary.model.definition.Pipeline;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * What rows leave behind in Cassandra, and what it costs to read past it: nulls, collections that
 * are replaced, and deletes. Written by the statements of the sink.
 */
public final class Tombstones implements Measure {
  private static final int PARTITIONS = 20;
  private static final int ROWS = 1_000;

  /** How often each partition is read in a round. */
  private static final int PASSES = 20;

  private static final int MOST_IN_FLIGHT = 256;
  private static final int ONE_IN = 10;
  private static final double NANOS_PER_MICRO = 1e3;
  private static final List<String> WORDS = List.of("one", "two", "three", "four", "five");

  private final Stage stage;
  private final int rounds;

  /**
   * @param times how often each row is written
   * @param filled whether the optional columns have values
   * @param deletes whether all but one in ten are deleted afterwards
   */
  private record Kind(
      String name, String title, String words, int times, boolean filled, boolean deletes) {}

  private static final List<Kind> ALL =
      List.of(
          new Kind(
              "full", "all columns filled, a frozen list", "frozen<list<text>>", 1, true, false),
          new Kind("nulls", "four of six columns null", "frozen<list<text>>", 1, false, false),
          new Kind(
              "replaced", "written twice, a frozen list", "frozen<list<text>>", 2, true, false),
          new Kind("set", "a set with a cell for each item", "set<text>", 1, true, false),
          new Kind("set_replaced", "such a set, written twice", "set<text>", 2, true, false),
          new Kind("deleted", "nine of ten rows deleted", "frozen<list<text>>", 1, true, true));

  public Tombstones(Stage stage, int rounds) {
    this.stage = stage;
    this.rounds = rounds;
  }

  @Override
  public String name() {
    return "tombstones";
  }

  @Override
  public String question() {
    return String.format(
        Locale.ROOT,
        "How long does it take to read a partition of %,d rows, by what its rows left behind?",
        ROWS);
  }

  @Override
  public Result run() throws Exception {
    Map<Kind, Pipeline> tables = new LinkedHashMap<>();
    for (Kind kind : ALL) {
      Pipeline pipeline = stage.definition(kind.name(), unused -> definition(kind)).pipeline();
      stage.say("writing: " + kind.title());
      write(kind, pipeline);
      tables.put(kind, pipeline);
    }
    Map<Kind, List<Double>> micros = new LinkedHashMap<>();
    // round 0 warms up
    Rounds.each(
        0,
        rounds,
        tables.entrySet(),
        (round, table) -> {
          double read = read(table.getValue());
          stage.say(
              String.format(
                  Locale.ROOT,
                  "round %d of %d: %s, %,.0f µs",
                  round,
                  rounds,
                  table.getKey().title(),
                  read));
          if (round > 0) {
            micros.computeIfAbsent(table.getKey(), kind -> new ArrayList<>()).add(read);
          }
        });
    return result(tables, micros);
  }

  private static String definition(Kind kind) {
    return """
        name: %1$s_rows
        source: {url: "http://localhost/", records: /items, paging: {type: none}}
        event:
          key: id
          delete-when: {at: /deleted}
          fields:
            - {name: part, type: int, from: /part, required: true}
            - {name: id, type: int, from: /id, required: true}
            - {name: seen, type: bigint, from: /seen, required: true}
            - {name: first, type: text, from: /first}
            - {name: second, type: text, from: /second}
            - {name: third, type: text, from: /third}
            - {name: words, type: "%2$s", from: /words}
        topic: {name: %1$s_rows}
        table: {keyspace: tombstones, name: %1$s_rows, key: [part, id]}
        """
        .formatted(kind.name(), kind.words());
  }

  private void write(Kind kind, Pipeline pipeline) {
    CqlSession session = stage.session();
    TableCql cql = new TableCql(pipeline);
    PreparedStatement insert = session.prepare(cql.insert());
    PreparedStatement delete = session.prepare(cql.deleteUpTo());
    Deque<CompletionStage<AsyncResultSet>> inFlight = new ArrayDeque<>();
    long time = 1;
    for (int written = 0; written < kind.times(); written++) {
      for (int part = 0; part < PARTITIONS; part++) {
        for (int id = 0; id < ROWS; id++) {
          send(session.executeAsync(row(kind, insert, part, id, time++).build()), inFlight);
        }
      }
    }
    for (int part = 0; kind.deletes() && part < PARTITIONS; part++) {
      for (int id = 0; id < ROWS; id++) {
        if (id % ONE_IN != 0) {
          send(session.executeAsync(delete.bind(time++, part, id)), inFlight);
        }
      }
    }
    inFlight.forEach(one -> one.toCompletableFuture().join());
  }

  private static void send(
      CompletionStage<AsyncResultSet> sent, Deque<CompletionStage<AsyncResultSet>> inFlight) {
    inFlight.addLast(sent);
    if (inFlight.size() > MOST_IN_FLIGHT) {
      inFlight.removeFirst().toCompletableFuture().join();
    }
  }

  private static BoundStatementBuilder row(
      Kind kind, PreparedStatement insert, int part, int id, long time) {
    BoundStatementBuilder row =
        insert.boundStatementBuilder().setInt(0, part).setInt(1, id).setLong(2, id);
    for (int column = 3; column < 6; column++) {
      row = row.setString(column, kind.filled() ? "text " + id : null);
    }
    if (!kind.filled()) {
      row = row.setToNull(6);
    } else if (kind.words().startsWith("set")) {
      row = row.setSet(6, Set.copyOf(WORDS), String.class);
    } else {
      row = row.setList(6, WORDS, String.class);
    }
    return row.setLong(7, time);
  }

  /** Microseconds for a partition, on average. */
  private double read(Pipeline pipeline) {
    PreparedStatement select =
        stage
            .session()
            .prepare("SELECT * FROM %s WHERE part = ?".formatted(new TableCql(pipeline).name()));
    long start = System.nanoTime();
    for (int read = 0; read < PARTITIONS * PASSES; read++) {
      stage.session().execute(select.bind(read % PARTITIONS)).forEach(row -> {});
    }
    return (System.nanoTime() - start) / NANOS_PER_MICRO / (PARTITIONS * PASSES);
  }

  private Result result(Map<Kind, Pipeline> tables, Map<Kind, List<Double>> micros) {
    List<Result.Line> lines = new ArrayList<>();
    Map<String, Spread> ratios = new LinkedHashMap<>();
    List<Double> full = Objects.requireNonNull(micros.get(ALL.get(0)));
    for (Kind kind : ALL) {
      List<Double> read = Objects.requireNonNull(micros.get(kind));
      Map<String, Spread> figures = new LinkedHashMap<>();
      figures.put("µs for a partition", Spread.of(read));
      figures.put(
          "tombstones for a partition",
          Spread.of(List.of(seen(Objects.requireNonNull(tables.get(kind))))));
      lines.add(new Result.Line(kind.name(), kind.title(), figures));
      if (!kind.equals(ALL.get(0))) {
        ratios.put("read_%s_vs_full".formatted(kind.name()), Rounds.ratio(read, full));
      }
    }
    return new Result(name(), question(), lines, ratios);
  }

  /** The most tombstones that a read of the table passed, as Cassandra counts them. */
  private double seen(Pipeline pipeline) {
    Row most =
        Objects.requireNonNull(
            stage
                .session()
                .execute(
                    "SELECT max FROM system_views.tombstones_per_read WHERE keyspace_name = ? AND table_name = ?",
                    pipeline.keyspace(),
                    pipeline.mainTable().name())
                .one());
    return most.getDouble(0);
  }
}
