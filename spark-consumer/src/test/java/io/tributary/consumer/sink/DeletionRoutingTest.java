package io.tributary.consumer.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.ProtocolVersion;
import com.datastax.oss.driver.api.core.type.codec.TypeCodecs;
import io.tributary.consumer.cassandra.FiledLetters;
import io.tributary.consumer.cassandra.FiledLetters.Filed;
import io.tributary.consumer.cassandra.Row;
import io.tributary.consumer.cassandra.Target;
import io.tributary.consumer.source.RecordRow;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.definition.Table;
import io.tributary.model.event.WriteTime;
import io.tributary.model.event.WriterSchemas;
import io.tributary.model.refusal.Reason;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What the sink makes of records that delete their row. */
class DeletionRoutingTest {
  private static final long LATEST = 1_800_000_000_000L;
  private static final String DEFINITION =
      """
      name: loans
      source: {url: "http://library.example/loans", records: ""}
      event:
        key: id
        %s
        fields:
          - {name: id, type: text, from: /id, required: true}
          - {name: branch, type: text, from: /branch, required: true}
          - {name: book, type: text, from: /book, required: true}
          - {name: note, type: text, from: /note}
      topic: {name: events}
      table: {keyspace: library, name: loans, key: [id]}
      """;
  private static final String DELETED = "{\"id\":\"a1\",\"branch\":\"East\",\"_deleted\":true}";

  private final WriteCounter counter = new WriteCounter();
  private final BitSet refused = new BitSet();

  private RecordRouter router(Pipeline pipeline, String... only) {
    return new RecordRouter(
        pipeline,
        WriterSchemas.NONE,
        List.of(only),
        () -> LATEST,
        () -> LATEST,
        new FiledLetters(range -> new Filed(new BitSet(), refused)),
        1_000_000);
  }

  /** By id alone, and the same rows by branch. */
  private static Pipeline twoTables() throws Exception {
    Pipeline one = pipeline("delete-when: {at: /gone}");
    Table first = one.mainTable();
    Table byBranch =
        new Table(
            first.keyspace(),
            "loans_by_branch",
            List.of("branch"),
            List.of(new Table.Clustering("id", false)),
            List.of("id", "branch", "book"),
            Optional.empty(),
            Map.of(),
            List.of(),
            List.of());
    return new Pipeline(
        one.name(), one.source(), one.event(), one.topic(), List.of(first, byBranch), one.dag());
  }

  private static Pipeline pipeline(String deletes) throws Exception {
    return Pipeline.parse(Path.of("p.yaml"), DEFINITION.formatted(deletes).getBytes(UTF_8));
  }

  private List<Row> rowsOf(Pipeline pipeline, KafkaRow record, String... only) throws Exception {
    List<Row> rows = new ArrayList<>();
    router(pipeline, only).route(new RecordRow(record.row()), counter, rows::add);
    return rows;
  }

  @Test
  void deletion_becomesADelete_withTheTimeThatARowWouldHave() throws Exception {
    KafkaRow record = KafkaRow.of("a1", DELETED);

    List<Row> rows = rowsOf(pipeline("delete-when: {at: /gone}"), record);

    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).target()).isEqualTo(Target.deleteFrom(0));
    assertThat(texts(rows.get(0))).containsExactly("a1");
    assertThat(rows.get(0).writeTime())
        .isEqualTo(WriteTime.micros(record.createTime(), record.offset()));
    assertThat(rows.get(0).routingKey()).isEqualTo(ByteBuffer.wrap("a1".getBytes(UTF_8)));
    assertThat(counter.written().deletions()).isEqualTo(1);
    assertThat(counter.written().rows()).isZero();
    assertThat(counter.written().records()).isEqualTo(1);
  }

  @Test
  void tombstone_becomesADelete_whereTheDefinitionSaysSo() throws Exception {
    KafkaRow tombstone = KafkaRow.of("a1", null);

    assertThat(rowsOf(pipeline("tombstones: delete"), tombstone))
        .extracting(Row::target)
        .containsExactly(Target.deleteFrom(0));
    assertThat(rowsOf(pipeline("delete-when: {at: /gone}"), tombstone))
        .extracting(Row::target)
        .containsExactly(Target.DEAD_LETTERS);
  }

  @Test
  void deletion_deletesFromEachTable_byItsKey_andIsCountedOnce() throws Exception {
    List<Row> rows = rowsOf(twoTables(), KafkaRow.of("a1", DELETED));

    assertThat(rows)
        .extracting(Row::target)
        .containsExactly(Target.deleteFrom(0), Target.deleteFrom(1));
    assertThat(texts(rows.get(1))).containsExactly("East", "a1");
    assertThat(rows.get(1).routingKey()).isEqualTo(ByteBuffer.wrap("East".getBytes(UTF_8)));
    assertThat(rows.get(0).siblings()).isNotNull().isSameAs(rows.get(1).siblings());
    assertThat(counter.written().deletions()).isEqualTo(1);
  }

  @Test
  void deletion_deletesFromTheNamedTableAlone_whenOthersAreNotToBeFilled() throws Exception {
    List<Row> rows = rowsOf(twoTables(), KafkaRow.of("a1", DELETED), "loans_by_branch");

    assertThat(rows).extracting(Row::target).containsExactly(Target.deleteFrom(1));
    assertThat(rows.get(0).siblings()).as("done with this one").isNull();
    assertThat(counter.written().deletions()).isEqualTo(1);
  }

  @Test
  void deletion_becomesADeadLetter_whereARowWould() throws Exception {
    KafkaRow record = KafkaRow.of("a1", DELETED);
    Pipeline pipeline = pipeline("delete-when: {at: /gone}");

    assertThat(rowsOf(pipeline, record.at(LATEST + 1)).get(0).target())
        .isEqualTo(Target.DEAD_LETTERS);
    assertThat(rowsOf(pipeline, KafkaRow.of("a2", DELETED)).get(0).target())
        .isEqualTo(Target.DEAD_LETTERS);
    refused.set(7);
    assertThat(rowsOf(pipeline, record).get(0).target()).isEqualTo(Target.DEAD_LETTERS);
    assertThat(counter.written().deadLetters())
        .containsOnly(
            Map.entry(Reason.FUTURE_TIME, 1L),
            Map.entry(Reason.KEY_MISMATCH, 1L),
            Map.entry(Reason.REFUSED_BY_CASSANDRA, 1L));
    assertThat(counter.written().deletions()).isZero();
  }

  @Test
  void deletionThatCassandraRefuses_becomesADeadLetter_countedOnce() throws Exception {
    Pipeline pipeline = twoTables();
    List<Row> rows = rowsOf(pipeline, KafkaRow.of("a1", DELETED));

    RecordRouter router = router(pipeline);
    Row letter = router.instead(rows.get(0), "key too long", counter).orElseThrow();
    router.instead(rows.get(1), "key too long", counter);

    assertThat(letter.target()).isEqualTo(Target.DEAD_LETTERS);
    assertThat(counter.written().deletions()).isZero();
    assertThat(counter.written().rows()).isZero();
    assertThat(counter.written().deadLetterCount()).isEqualTo(1);
  }

  /**
   * Random records with duplicates, deletes, late and repeated ones: whatever the order in which
   * their statements reach Cassandra, and however often, each table has the newest of each key.
   */
  @RepeatedTest(40)
  void tables_haveTheNewestOfEachKey_inWhateverOrderStatementsArrive() throws Exception {
    long seed = Long.getLong("test.seed", System.nanoTime());
    Random random = new Random(seed);
    Pipeline pipeline = twoTables();
    RecordRouter router = router(pipeline);
    List<Row> statements = new ArrayList<>();
    Map<List<Object>, Long> newest = new HashMap<>();
    Map<List<Object>, List<String>> model = new HashMap<>();
    for (int offset = 0; offset < 120; offset++) {
      String id = "a" + random.nextInt(6);
      String branch = random.nextInt(4) == 0 ? "West" : "East";
      String book = "b" + random.nextInt(9);
      String note = random.nextBoolean() ? null : "n" + random.nextInt(9);
      boolean deletes = random.nextInt(3) == 0;
      // late ones too, and several within one millisecond
      long time = LATEST - random.nextInt(30);
      KafkaRow record =
          KafkaRow.of(id, json(id, branch, book, note, deletes)).at(time).atOffset(offset);
      router.route(new RecordRow(record.row()), counter, statements::add);
      long written = WriteTime.micros(time, offset);
      remember(
          newest,
          model,
          List.of(0, List.of(text(id))),
          written,
          deletes ? null : values(id, branch, book, note));
      remember(
          newest,
          model,
          List.of(1, List.of(text(branch), text(id))),
          written,
          deletes ? null : values(id, branch, book));
    }
    for (int i = statements.size() / 3; i >= 0; i--) {
      statements.add(statements.get(random.nextInt(statements.size())));
    }
    Collections.shuffle(statements, random);

    CellStore store = new CellStore(new int[][] {{0}, {1, 0}}, new int[] {4, 3});
    statements.forEach(store::apply);

    assertThat(store.rows()).as("-Dtest.seed=%d", seed).isEqualTo(model);
    assertThat(statements).extracting(row -> row.target().isDeletion()).contains(true, false);
  }

  private static void remember(
      Map<List<Object>, Long> newest,
      Map<List<Object>, List<String>> model,
      List<Object> key,
      long written,
      @Nullable List<String> row) {
    if (newest.getOrDefault(key, Long.MIN_VALUE) > written) {
      return;
    }
    newest.put(key, written);
    if (row == null) {
      model.remove(key);
    } else {
      model.put(key, row);
    }
  }

  @Test
  void delete_winsOverARowWithTheSameTime() throws Exception {
    Pipeline pipeline = pipeline("delete-when: {at: /gone}");
    CellStore store = new CellStore(new int[][] {{0}}, new int[] {4});
    List<Row> delete = rowsOf(pipeline, KafkaRow.of("a1", DELETED).atOffset(7));
    List<Row> row =
        rowsOf(pipeline, KafkaRow.of("a1", json("a1", "East", "b", null, false)).atOffset(1_007));
    assertThat(row.get(0).writeTime()).isEqualTo(delete.get(0).writeTime());

    delete.forEach(store::apply);
    row.forEach(store::apply);

    assertThat(store.rows()).isEmpty();
  }

  private static String json(
      String id, String branch, String book, @Nullable String note, boolean deletes) {
    String rest =
        deletes
            ? "\"_deleted\":true"
            : String.format(
                Locale.ROOT,
                "\"book\":\"%s\",\"note\":%s",
                book,
                note == null ? "null" : "\"" + note + "\"");
    return "{\"id\":\"%s\",\"branch\":\"%s\",%s}".formatted(id, branch, rest);
  }

  private static List<String> values(@Nullable String... texts) {
    return Arrays.stream(texts)
        .map(text -> text == null ? "null" : HexFormat.of().formatHex(text.getBytes(UTF_8)))
        .toList();
  }

  private static ByteBuffer text(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  private static List<String> texts(Row row) {
    return Arrays.stream(row.values())
        .map(value -> String.valueOf(TypeCodecs.TEXT.decode(value, ProtocolVersion.DEFAULT)))
        .toList();
  }
}
