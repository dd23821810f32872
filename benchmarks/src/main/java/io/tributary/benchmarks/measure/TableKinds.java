package io.tributary.benchmarks.measure;

import io.tributary.benchmarks.report.Result;
import io.tributary.benchmarks.report.Spread;
import io.tributary.benchmarks.stage.Stage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What a second table, a collection and an index cost: the same users in other kinds of tables. */
public final class TableKinds implements Measure {
  private static final String WORDS =
      "/name/first, /name/last, /location/city, /location/state, /location/country";

  private static final Kind SCALARS =
      new Kind("scalars", "one table of single values", text -> text);
  private static final Kind TWO_TABLES =
      new Kind(
          "two_tables",
          "a row in each of two tables",
          text ->
              text.replace(
                  "table:\n  keyspace: spark_streams\n  name: two_tables\n  key: [id]\n",
                  """
                  tables:
                    - {keyspace: spark_streams, name: two_tables, key: [id]}
                    - {name: two_tables_again, key: [id]}
                  """));
  private static final Kind TEXT =
      withField(
          "one_text",
          "and a text of five words",
          "{name: words, type: text, join: \"{%s}\"}".formatted(WORDS.replace(", ", "} {")));
  private static final Kind LIST =
      withField(
          "frozen_list",
          "and a frozen list of these words",
          "{name: words, type: frozen<list<text>>, from: [%s]}".formatted(WORDS));
  private static final Kind SET =
      withField(
          "multi_cell_set",
          "and a set of these words, each a cell",
          "{name: words, type: set<text>, from: [%s]}".formatted(WORDS));
  private static final Kind INDEXED = withIndex("indexed", "with a secondary index", "indexes");
  private static final Kind SAI = withIndex("sai", "with a storage-attached index", "sai");

  private static final List<Kind> ALL = List.of(SCALARS, TWO_TABLES, TEXT, LIST, SET, INDEXED, SAI);

  private final Stage stage;
  private final Extent extent;

  /**
   * @param name of the topic, the table and the line in the results
   * @param change of the users' definition, whose table has the name already
   */
  private record Kind(String name, String title, UnaryOperator<String> change) {
    String of(String definition) {
      String named = definition.replace("  name: created_users\n", "  name: " + name + "\n");
      return change.apply(named);
    }
  }

  public TableKinds(Stage stage, Extent extent) {
    this.stage = stage;
    this.extent = extent;
  }

  private static Kind withField(String name, String title, String field) {
    return new Kind(
        name, title, text -> text.replace("\ntopic:\n", "    - %s\n\ntopic:\n".formatted(field)));
  }

  private static Kind withIndex(String name, String title, String key) {
    return new Kind(
        name,
        title,
        text -> text.replace("  key: [id]\n", "  key: [id]\n  %s: [last_name]\n".formatted(key)));
  }

  @Override
  public String name() {
    return "tables";
  }

  @Override
  public String question() {
    return String.format(
        Locale.ROOT,
        "How fast does a backlog of %,d records get into tables of several kinds?",
        extent.records());
  }

  @Override
  public Result run() throws Exception {
    TopicRounds topics = new TopicRounds(stage, extent);
    for (Kind kind : ALL) {
      Stage.Definition definition = stage.onTopic(kind.name(), kind::of);
      stage.publish(definition.pipeline(), extent.records());
      topics.add(kind.name(), kind.title(), definition);
    }
    try (SinkJvms jvms = new SinkJvms(stage)) {
      topics.warm(jvms);
      // round 0 warms up what only some of them do
      topics.run(jvms, 0);
    }
    return new Result(name(), question(), topics.lines(), costs(topics.rounds()));
  }

  /** How many times as long the first one takes as the second. */
  private static Map<String, Spread> costs(Rounds rounds) {
    Map<String, Spread> costs = new LinkedHashMap<>();
    for (List<Kind> pair :
        List.of(
            List.of(TWO_TABLES, SCALARS),
            List.of(LIST, TEXT),
            List.of(SET, TEXT),
            List.of(INDEXED, SCALARS),
            List.of(SAI, SCALARS))) {
      String costly = pair.get(0).name();
      String usual = pair.get(1).name();
      costs.put("time_%s_vs_%s".formatted(costly, usual), rounds.ratio(usual, costly));
    }
    return costs;
  }
}
