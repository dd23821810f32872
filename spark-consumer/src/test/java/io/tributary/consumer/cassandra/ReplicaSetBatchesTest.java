package io.tributary.consumer.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReplicaSetBatchesTest {
  private static final int REPLICA_SETS = 5;
  private static final int MAX_BYTES = 40_000;

  /** The replica set of a row is the last character of its key. */
  private static Object lastCharacter(Row row) {
    String key = Rows.key(row);
    return key.charAt(key.length() - 1);
  }

  private static ReplicaSetBatches byLastCharacter() {
    return new ReplicaSetBatches(
        key -> lastCharacter(new Row(Target.insertInto(0), new java.nio.ByteBuffer[0], key, 0, 0)),
        MAX_BYTES);
  }

  @Test
  void add_returnsBatch_whenItHas32Rows() {
    ReplicaSetBatches assembly = new ReplicaSetBatches(key -> "all", MAX_BYTES);
    for (int i = 1; i < ReplicaSetBatches.MAX_ROWS; i++) {
      assertThat(assembly.add(Rows.of("k" + i))).isNull();
    }
    assertThat(assembly.add(Rows.of("last"))).hasSize(ReplicaSetBatches.MAX_ROWS);
    assertThat(assembly.takeAll()).isEmpty();
  }

  @Test
  void add_returnsBatchWithoutTheRow_whenTheRowWouldMakeItTooLarge() {
    ReplicaSetBatches assembly = new ReplicaSetBatches(key -> "all", MAX_BYTES);
    Row first = Rows.of("first", 30_000);
    Row second = Rows.of("second", 20_000);
    assertThat(assembly.add(first)).isNull();
    assertThat(assembly.add(second)).containsExactly(first);
    assertThat(assembly.takeAll()).containsExactly(List.of(second));
  }

  @Test
  void add_returnsTheRowAlone_whenItIsOverTheLimit() {
    ReplicaSetBatches assembly = new ReplicaSetBatches(key -> "all", MAX_BYTES);
    Row small = Rows.of("small");
    Row large = Rows.of("large", MAX_BYTES);
    assertThat(assembly.add(small)).isNull();
    assertThat(assembly.add(large)).containsExactly(large);
    assertThat(assembly.takeAll()).containsExactly(List.of(small));
  }

  @Test
  void add_returnsTheRowAlone_whenTheRecordThatItKeepsIsLarge() {
    ReplicaSetBatches assembly = new ReplicaSetBatches(key -> "all", MAX_BYTES);
    Row small = Rows.of("small").of(Rows.record(ReplicaSetBatches.MAX_HELD_BYTES), null);
    Row large = Rows.of("large").of(Rows.record(ReplicaSetBatches.MAX_HELD_BYTES + 1), null);
    assertThat(assembly.add(small)).isNull();
    assertThat(assembly.add(large)).containsExactly(large);
    assertThat(assembly.takeAll()).containsExactly(List.of(small));
  }

  @Test
  void assembly_keepsNothing_ofReplicaSetsWithoutRows() {
    ReplicaSetBatches assembly = new ReplicaSetBatches(key -> Rows.text(key), MAX_BYTES);
    for (int i = 0; i < 1_000; i++) {
      assembly.add(Rows.of("large" + i, MAX_BYTES));
    }
    assertThat(assembly.size()).as("rows that went alone").isZero();
    for (int i = 0; i < ReplicaSetBatches.MAX_ROWS; i++) {
      assembly.add(Rows.of("full"));
    }
    assertThat(assembly.size()).as("a full batch").isZero();
    assembly.add(Rows.of("a"));
    assembly.add(Rows.of("b"));
    assembly.takeAll();
    assertThat(assembly.size()).as("all taken").isZero();
  }

  @Test
  void batches_keepTheRules_whenRowsAreRandom() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    ReplicaSetBatches assembly = byLastCharacter();
    List<Row> given = new ArrayList<>();
    List<List<Row>> batches = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      int bytes = random.nextInt(20) == 0 ? random.nextInt(60_000) : random.nextInt(2_000);
      Row row = Rows.of("key" + i + "-" + random.nextInt(REPLICA_SETS), bytes);
      given.add(row);
      @Nullable List<Row> batch = assembly.add(row);
      if (batch != null) {
        batches.add(batch);
      }
    }
    batches.addAll(assembly.takeAll());

    assertThat(batches.stream().flatMap(List::stream).toList())
        .as("seed %d: every row once", seed)
        .containsExactlyInAnyOrderElementsOf(given);
    assertThat(batches)
        .as("seed %d", seed)
        .allSatisfy(
            batch -> {
              assertThat(batch).hasSizeBetween(1, ReplicaSetBatches.MAX_ROWS);
              assertThat(batch.stream().map(ReplicaSetBatchesTest::lastCharacter).distinct())
                  .as("replica sets in one batch")
                  .hasSize(1);
              int bytes = batch.stream().mapToInt(Row::bytes).sum();
              assertThat(batch.size() == 1 || bytes <= MAX_BYTES).isTrue();
            });
    assertThat(assembly.takeAll()).isEmpty();
  }

  @Test
  void rowsOfOneReplicaSet_keepTheirOrder_whenBatchesInterleave() {
    ReplicaSetBatches assembly = byLastCharacter();
    List<Row> given =
        IntStream.range(0, 300)
            .mapToObj(i -> Rows.of(String.format(Locale.ROOT, "k%03d-%d", i, i % 3)))
            .toList();
    List<Row> taken = new ArrayList<>();
    for (Row row : given) {
      @Nullable List<Row> batch = assembly.add(row);
      if (batch != null) {
        taken.addAll(batch);
      }
    }
    assembly.takeAll().forEach(taken::addAll);
    for (char set : new char[] {'0', '1', '2'}) {
      assertThat(taken.stream().filter(row -> lastCharacter(row).equals(set)).map(Rows::key))
          .isSorted();
    }
  }
}
