package io.tributary.init;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.init.Column.Kind;
import io.tributary.init.Column.Order;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class SchemaDifferenceTest {
  private static final Replication ONCE = Replication.parse("1");
  private static final String FIELDS =
      "    - {name: total, type: decimal, from: /total, required: true}\n"
          + "    - {name: buyer, type: text, from: /buyer, max-length: 100}";

  private final List<WantedKeyspace> wanted =
      WantedKeyspace.of(List.of(Definitions.pipeline("orders", FIELDS, "[buyer]")), ONCE);

  private static Index secondary(String column) {
    return new Index(column, false);
  }

  @Test
  void between_createsEverything_whenNothingIsThere() {
    SchemaDifference difference = SchemaDifference.between(Map.of(), wanted);

    assertThat(difference.conflicts()).isEmpty();
    assertThat(difference.statements())
        .extracting(statement -> statement.replaceAll("(?s)[({].*", "").strip())
        .containsExactly(
            "CREATE KEYSPACE IF NOT EXISTS shop WITH replication =",
            "CREATE TABLE IF NOT EXISTS shop.orders",
            "CREATE INDEX IF NOT EXISTS orders_buyer_idx ON shop.orders",
            "CREATE TABLE IF NOT EXISTS shop.dead_letters_by_day",
            "CREATE TABLE IF NOT EXISTS shop.pipeline_runs");
  }

  @Test
  void between_isNone_whenAllIsThere() {
    assertThat(SchemaDifference.between(present(), wanted).isNone()).isTrue();
  }

  @Test
  void between_createsTheTableWithItsIndexes_whenOnlyTheTableIsMissing() {
    assertThat(with(tables -> without(tables, "orders")).statements())
        .hasSize(2)
        .satisfies(
            statements -> {
              assertThat(statements.get(0)).startsWith("CREATE TABLE IF NOT EXISTS shop.orders");
              assertThat(statements.get(1)).startsWith("CREATE INDEX");
            });
  }

  @Test
  void between_createsDeadLetters_whenOnlyTheyAreMissing() {
    assertThat(with(tables -> without(tables, "dead_letters_by_day")).statements())
        .singleElement()
        .asString()
        .startsWith("CREATE TABLE IF NOT EXISTS shop.dead_letters_by_day");
  }

  @Test
  void between_addsTheColumn_whenTheDefinitionHasANewOne() {
    assertThat(orders(columns -> columns.remove("total")))
        .isEqualTo(
            new SchemaDifference(
                List.of("ALTER TABLE shop.orders ADD IF NOT EXISTS total decimal"),
                List.of(),
                List.of()));
  }

  @Test
  void between_addsTheColumnFirst_whenItsIndexIsMissingToo() {
    SchemaDifference difference =
        SchemaDifference.between(
            present(
                ONCE,
                true,
                tables ->
                    put(
                        tables,
                        "orders",
                        new TableShape(
                            less(columns(tables, "orders"), "buyer"), Set.of(), Map.of()))),
            wanted);

    assertThat(difference.statements())
        .containsExactly(
            "ALTER TABLE shop.orders ADD IF NOT EXISTS buyer text",
            "CREATE INDEX IF NOT EXISTS orders_buyer_idx ON shop.orders (buyer)");
  }

  @Test
  void between_createsEveryTable_andTellsTheKindsOfIndexesApart() {
    List<WantedKeyspace> two =
        WantedKeyspace.of(
            List.of(
                Definitions.severalTables(
                    """
                      - {keyspace: shop, name: orders, indexes: [buyer]}
                      - {name: by_day, partition-key: [day], clustering: [placed desc, id], sai: [buyer]}
                    """)),
            ONCE);

    assertThat(SchemaDifference.between(Map.of(), two).statements())
        .filteredOn(statement -> !statement.contains("shop.dead_letters"))
        .filteredOn(statement -> !statement.contains("shop.pipeline_runs"))
        .extracting(statement -> statement.split("\\n", -1)[0])
        .containsExactly(
            two.get(0).create().split("\n", -1)[0],
            "CREATE TABLE IF NOT EXISTS shop.orders (",
            "CREATE INDEX IF NOT EXISTS orders_buyer_idx ON shop.orders (buyer)",
            "CREATE TABLE IF NOT EXISTS shop.by_day (",
            "CREATE INDEX IF NOT EXISTS by_day_buyer_sai ON shop.by_day (buyer) USING 'sai'");

    WantedTable byDay = two.get(0).tables().get(1);
    TableShape other =
        new TableShape(byDay.shape().columns(), Set.of(secondary("buyer")), Map.of());
    SchemaDifference indexes = betweenTable(two.get(0), byDay.name(), other);
    assertThat(indexes.statements())
        .containsExactly(
            "CREATE INDEX IF NOT EXISTS by_day_buyer_sai ON shop.by_day (buyer) USING 'sai'");
    assertThat(indexes.surplus()).containsExactly("table shop.by_day has an index on buyer more");

    TableShape attached =
        new TableShape(
            two.get(0).tables().get(0).shape().columns(),
            Set.of(new Index("buyer", true)),
            Map.of());
    SchemaDifference secondary = betweenTable(two.get(0), "orders", attached);
    assertThat(secondary.statements())
        .containsExactly("CREATE INDEX IF NOT EXISTS orders_buyer_idx ON shop.orders (buyer)");
    assertThat(secondary.surplus())
        .containsExactly("table shop.orders has a storage-attached index on buyer more");
  }

  @Test
  void between_isAConflict_whenTheOrderOfAClusteringColumnIsAnother() {
    WantedKeyspace wantedDescending =
        WantedKeyspace.of(
                List.of(
                    Definitions.severalTables(
                        "  - {keyspace: shop, name: by_day, partition-key: [day],"
                            + " clustering: [placed desc, id]}")),
                ONCE)
            .get(0);
    TableShape there = wantedDescending.tables().get(0).shape();
    Map<String, Column> columns = new HashMap<>(there.columns());
    columns.put("placed", Column.clustering("placed", "timestamp", 0));

    assertThat(
            betweenTable(wantedDescending, "by_day", new TableShape(columns, Set.of(), Map.of()))
                .conflicts())
        .containsExactly(
            "table shop.by_day has column placed timestamp, clustering key 1, expected timestamp,"
                + " clustering key 1, descending");
  }

  @Test
  void between_isAConflict_whenColumnsOfTheKeyAreInAnotherOrder() {
    WantedKeyspace shop = byDay("partition-key: [day], clustering: [placed, id]");
    Map<String, Column> columns = new HashMap<>(shop.tables().get(0).shape().columns());
    columns.put("placed", Column.clustering("placed", "timestamp", 1));
    columns.put("id", Column.clustering("id", "bigint", 0));

    assertThat(
            betweenTable(shop, "by_day", new TableShape(columns, Set.of(), Map.of())).conflicts())
        .containsExactlyInAnyOrder(
            "table shop.by_day has column placed timestamp, clustering key 2, expected timestamp,"
                + " clustering key 1",
            "table shop.by_day has column id bigint, clustering key 1, expected bigint, clustering"
                + " key 2");

    WantedKeyspace whole = byDay("partition-key: [day, id]");
    columns = new HashMap<>(whole.tables().get(0).shape().columns());
    columns.put("day", Column.partitionKey("day", "date", 1));
    columns.put("id", Column.partitionKey("id", "bigint", 0));

    assertThat(
            betweenTable(whole, "by_day", new TableShape(columns, Set.of(), Map.of())).conflicts())
        .containsExactlyInAnyOrder(
            "table shop.by_day has column day date, partition key 2, expected date, partition key 1",
            "table shop.by_day has column id bigint, partition key 1, expected bigint, partition"
                + " key 2");
  }

  private static WantedKeyspace byDay(String key) {
    return WantedKeyspace.of(
            List.of(
                Definitions.severalTables("  - {keyspace: shop, name: by_day, %s}".formatted(key))),
            ONCE)
        .get(0);
  }

  /** All is as wanted but for this table. */
  private static SchemaDifference betweenTable(
      WantedKeyspace wanted, String table, TableShape shape) {
    Map<String, TableShape> tables = new HashMap<>();
    wanted.tables().forEach(each -> tables.put(each.name(), each.shape()));
    tables.put(table, shape);
    return SchemaDifference.between(
        Map.of(wanted.name(), new PresentKeyspace(ONCE, true, tables)), List.of(wanted));
  }

  @Test
  void between_isAConflict_whenAColumnHasAnotherType() {
    assertThat(orders(columns -> columns.put("total", Column.regular("total", "double"))))
        .isEqualTo(
            conflict(
                "table shop.orders has column total double, outside the key,"
                    + " expected decimal, outside the key"));
  }

  @Test
  void between_isAConflict_whenTheNewColumnWasOnceThereWithAnotherType() {
    assertThat(
            with(
                tables ->
                    put(
                        tables,
                        "orders",
                        new TableShape(
                            less(columns(tables, "orders"), "total"),
                            Set.of(secondary("buyer")),
                            Map.of("total", dropped("double"), "buyer", dropped("int"))))))
        .isEqualTo(conflict("table shop.orders had a column total double, expected decimal"));
  }

  @Test
  void between_isAConflict_whenTheNewColumnWasDropped_sinceOldValuesWouldStayHidden() {
    assertThat(
            with(
                tables ->
                    put(
                        tables,
                        "orders",
                        new TableShape(
                            less(columns(tables, "orders"), "total"),
                            Set.of(secondary("buyer")),
                            Map.of("total", dropped("decimal"))))))
        .isEqualTo(
            conflict(
                "table shop.orders had a column total decimal until 2026-03-04T05:06:07Z and would"
                    + " hide its values of records from before then: give the column another name,"
                    + " or accept that with ALTER TABLE shop.orders ADD total decimal"));
  }

  @Test
  void between_quotesTheDroppedColumn_whereCqlNeedsThat() {
    List<WantedKeyspace> named =
        WantedKeyspace.of(
            List.of(
                Definitions.pipeline(
                    "orders", FIELDS + "\n    - {name: Note, type: text, from: /note}", "[buyer]")),
            ONCE);
    Map<String, Column> columns =
        less(new HashMap<>(named.get(0).tables().get(0).shape().columns()), "Note");

    assertThat(
            betweenTable(
                    named.get(0),
                    "orders",
                    new TableShape(
                        columns, Set.of(secondary("buyer")), Map.of("Note", dropped("text"))))
                .conflicts())
        .singleElement()
        .asString()
        .endsWith("accept that with ALTER TABLE shop.orders ADD \"Note\" text");
  }

  @Test
  void between_isNone_whenTheDroppedColumnIsThereAgain() {
    assertThat(
            with(tables ->
                    put(
                        tables,
                        "orders",
                        new TableShape(
                            columns(tables, "orders"),
                            Set.of(secondary("buyer")),
                            Map.of("total", dropped("decimal")))))
                .isNone())
        .isTrue();
  }

  private static DroppedColumn dropped(String type) {
    return new DroppedColumn(type, Instant.parse("2026-03-04T05:06:07Z"));
  }

  @Test
  void between_isAConflict_whenAKeyColumnIsMissing() {
    assertThat(orders(columns -> columns.remove("placed")))
        .isEqualTo(
            conflict(
                "table shop.orders has no column placed, expected timestamp, clustering key 1"));
  }

  @Test
  void between_isAConflict_whenAColumnHasAnotherPlaceInTheKey() {
    assertThat(
            orders(columns -> columns.put("placed", Column.partitionKey("placed", "timestamp", 1))))
        .isEqualTo(
            conflict(
                "table shop.orders has column placed timestamp, partition key 2,"
                    + " expected timestamp, clustering key 1"));
  }

  @Test
  void between_isAConflict_whenTheClusteringOrderDiffers() {
    assertThat(
            orders(
                columns ->
                    columns.put(
                        "placed",
                        new Column("placed", "timestamp", Kind.CLUSTERING, 0, Order.DESC))))
        .isEqualTo(
            conflict(
                "table shop.orders has column placed timestamp, clustering key 1, descending,"
                    + " expected timestamp, clustering key 1"));
  }

  @Test
  void between_isNone_whenTheTableHasAColumnMore_whichIsNamed() {
    SchemaDifference more = orders(columns -> columns.put("note", Column.regular("note", "text")));
    assertThat(more.isNone()).isTrue();
    assertThat(more.surplus()).containsExactly("table shop.orders has a column note more");
  }

  @Test
  void between_isAConflict_whenTheTableHasAKeyColumnMore() {
    assertThat(orders(columns -> columns.put("note", Column.partitionKey("note", "text", 1))))
        .isEqualTo(
            conflict(
                "table shop.orders has column note text, partition key 2, expected no such column"));
  }

  @Test
  void between_isNone_whenTheTableHasAnIndexMore_whichIsNamed() {
    SchemaDifference more =
        with(
            tables ->
                put(
                    tables,
                    "orders",
                    new TableShape(
                        columns(tables, "orders"),
                        Set.of(secondary("buyer"), secondary("total")),
                        Map.of())));
    assertThat(more.isNone()).isTrue();
    assertThat(more.surplus()).containsExactly("table shop.orders has an index on total more");
  }

  @Test
  void between_isAConflict_whenWritesAreNotDurable() {
    assertThat(SchemaDifference.between(present(ONCE, false, UnaryOperator.identity()), wanted))
        .isEqualTo(conflict("keyspace shop has durable_writes false, expected true"));
  }

  @Test
  void between_isAConflict_whenReplicationIsNotTheOneAskedFor() {
    assertThat(
            SchemaDifference.between(
                present(Replication.parse("dc1:3"), true, UnaryOperator.identity()), wanted))
        .isEqualTo(
            conflict(
                "keyspace shop has replication {class: NetworkTopologyStrategy, dc1: 3},"
                    + " expected {class: SimpleStrategy, replication_factor: 1}"));
  }

  @Test
  void between_namesEveryConflict_andWhatIsMissing() {
    SchemaDifference difference =
        SchemaDifference.between(
            present(
                Replication.parse("2"), false, tables -> without(tables, "dead_letters_by_day")),
            wanted);

    assertThat(difference.conflicts()).hasSize(2);
    assertThat(difference.statements()).hasSize(1);
  }

  @Test
  void between_createsDeadLettersOnce_whenTwoPipelinesShareAKeyspace() {
    List<WantedKeyspace> both =
        WantedKeyspace.of(
            List.of(
                Definitions.pipeline("orders", FIELDS, "[]"),
                Definitions.pipeline("returns", FIELDS, "[]")),
            ONCE);

    assertThat(SchemaDifference.between(Map.of(), both).statements())
        .filteredOn(statement -> statement.startsWith("CREATE TABLE"))
        .extracting(statement -> statement.replaceAll("(?s) \\(.*", ""))
        .containsExactly(
            "CREATE TABLE IF NOT EXISTS shop.orders",
            "CREATE TABLE IF NOT EXISTS shop.returns",
            "CREATE TABLE IF NOT EXISTS shop.dead_letters_by_day",
            "CREATE TABLE IF NOT EXISTS shop.pipeline_runs");
  }

  private static SchemaDifference conflict(String conflict) {
    return new SchemaDifference(List.of(), List.of(conflict), List.of());
  }

  /** The difference when the table of orders has these columns. */
  private SchemaDifference orders(Consumer<Map<String, Column>> change) {
    return with(
        tables -> {
          Map<String, Column> columns = columns(tables, "orders");
          change.accept(columns);
          return put(
              tables, "orders", new TableShape(columns, Set.of(secondary("buyer")), Map.of()));
        });
  }

  private SchemaDifference with(UnaryOperator<Map<String, TableShape>> change) {
    return SchemaDifference.between(present(ONCE, true, change), wanted);
  }

  private Map<String, PresentKeyspace> present() {
    return present(ONCE, true, UnaryOperator.identity());
  }

  private Map<String, PresentKeyspace> present(
      Replication replication, boolean durable, UnaryOperator<Map<String, TableShape>> change) {
    Map<String, TableShape> tables = new HashMap<>();
    wanted.get(0).tables().forEach(table -> tables.put(table.name(), shuffled(table.shape())));
    return Map.of("shop", new PresentKeyspace(replication, durable, change.apply(tables)));
  }

  /** Cassandra lists columns by name. */
  private static TableShape shuffled(TableShape shape) {
    List<Column> columns = new ArrayList<>(shape.columns().values());
    columns.sort(Comparator.comparing(Column::name));
    return TableShape.of(columns, shape.indexes(), Map.of());
  }

  private static Map<String, Column> columns(Map<String, TableShape> tables, String table) {
    return new HashMap<>(Objects.requireNonNull(tables.get(table)).columns());
  }

  private static Map<String, Column> less(Map<String, Column> columns, String name) {
    columns.remove(name);
    return columns;
  }

  private static Map<String, TableShape> without(Map<String, TableShape> tables, String name) {
    tables.remove(name);
    return tables;
  }

  private static Map<String, TableShape> put(
      Map<String, TableShape> tables, String name, TableShape shape) {
    tables.put(name, shape);
    return tables;
  }
}
