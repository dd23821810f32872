package io.tributary.verifier.outcome;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.definition.InvalidDefinitionException;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.RecordPosition;
import io.tributary.model.event.WriteTime;
import io.tributary.model.event.WriterSchemas;
import io.tributary.verifier.log.LogRecord;
import io.tributary.verifier.log.OffsetSpan;
import io.tributary.verifier.verification.FakeLog;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Deletes of orders, which are rows of a table by number, one by buyer and one by seller. */
class LaterDeletesTest {
  private static final long NOON = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
  private static final int BY_NUMBER = 0;
  private static final int BY_BUYER = 1;
  private static final int BY_SELLER = 2;
  private static final Pipeline PIPELINE = pipeline();

  private final FakeLog log = new FakeLog();

  private static Pipeline pipeline() {
    String text =
        """
        name: orders
        source: {url: "http://localhost/orders", records: /items}
        event:
          key: id
          delete-when: {at: /gone}
          fields:
            - {name: id, type: bigint, from: /id, required: true}
            - {name: buyer, type: text, from: /buyer, required: true}
            - {name: seller, type: text, from: /seller, required: true}
            - {name: total, type: int, from: /total, required: true}
        topic: {name: orders, partitions: 2}
        tables:
          - {keyspace: shop, name: orders, key: [id]}
          - {name: by_buyer, key: [buyer, id]}
          - {name: by_seller, key: [seller, id]}
        """;
    try {
      return Pipeline.parse(Path.of("orders.yaml"), text.getBytes(UTF_8));
    } catch (InvalidDefinitionException invalid) {
      throw new AssertionError(invalid);
    }
  }

  private static RecordPosition at(int partition, long offset) {
    return new RecordPosition("orders", partition, offset);
  }

  private static LogRecord delete(RecordPosition at, long time, long id, String buyer) {
    String value =
        "{\"id\":%s,\"buyer\":\"%s\",\"seller\":\"Zoe\",\"_deleted\":true}".formatted(id, buyer);
    return new LogRecord(
        at, time, Long.toString(id).getBytes(UTF_8), value.getBytes(UTF_8), null, null, null);
  }

  /** The values of an order that Zoe sold. */
  private static ByteBuffer[] order(long id, String buyer) {
    return order(id, buyer, "Zoe");
  }

  private static ByteBuffer[] order(long id, String buyer, String seller) {
    return new ByteBuffer[] {
      ByteBuffer.allocate(8).putLong(0, id),
      ByteBuffer.wrap(buyer.getBytes(UTF_8)),
      ByteBuffer.wrap(seller.getBytes(UTF_8)),
      ByteBuffer.allocate(4).putInt(0, 3)
    };
  }

  /** All deletes that were found up to the end of the topic, where these spans are verified. */
  private LaterDeletes read(int most, OffsetSpan... verified) throws Exception {
    LaterDeletes deletes =
        new LaterDeletes(() -> log, PIPELINE, WriterSchemas.NONE, List.of(verified), most);
    deletes.readOn(() -> {});
    return deletes;
  }

  private static OffsetSpan span(int partition, long first, long last) {
    return new OffsetSpan("orders", partition, first, last);
  }

  private static List<RecordPosition> positions(
      LaterDeletes deletes, int table, ByteBuffer[] order, long time) {
    return deletes.of(table, order, WriteTime.micros(time, 0)).stream()
        .map(LaterDeletes.Deletion::position)
        .toList();
  }

  @Test
  void delete_isOfTheRowsThatHaveItsKey_tableByTable() throws Exception {
    log.add(delete(at(0, 1), NOON, 1, "Ann"));

    LaterDeletes deletes = read(100, span(0, 0, 0));

    assertThat(positions(deletes, BY_NUMBER, order(1, "Ann"), NOON)).containsExactly(at(0, 1));
    assertThat(positions(deletes, BY_NUMBER, order(1, "Bob"), NOON)).containsExactly(at(0, 1));
    assertThat(positions(deletes, BY_BUYER, order(1, "Ann"), NOON)).containsExactly(at(0, 1));
    assertThat(positions(deletes, BY_BUYER, order(1, "Bob"), NOON)).as("another buyer").isEmpty();
    assertThat(positions(deletes, BY_BUYER, order(2, "Ann"), NOON)).as("another order").isEmpty();
    assertThat(positions(deletes, BY_BUYER, order(1, "Zoe"), NOON))
        .as("the key of the row by seller")
        .isEmpty();
    assertThat(positions(deletes, BY_SELLER, order(1, "Bob", "Zoe"), NOON))
        .containsExactly(at(0, 1));
  }

  @Test
  void deletes_areTheNewestOnes_theNewestFirst() throws Exception {
    for (int i = 0; i < 10; i++) {
      log.add(delete(at(0, i), NOON + i, 1, "Ann"));
    }

    LaterDeletes deletes = read(100, span(0, 0, 0));

    assertThat(positions(deletes, BY_NUMBER, order(1, "Ann"), NOON))
        .hasSize(8)
        .startsWith(at(0, 9), at(0, 8))
        .endsWith(at(0, 2));
    assertThat(positions(deletes, BY_NUMBER, order(1, "Ann"), NOON + 9)).containsExactly(at(0, 9));
  }

  @Test
  void deletes_areLookedForWhereVerifiedRecordsAre_andFromTheFirstOfThem() throws Exception {
    log.add(delete(at(0, 3), NOON, 1, "Ann"), delete(at(0, 4), NOON, 2, "Ann"));
    log.add(delete(at(1, 0), NOON, 3, "Ann"));

    LaterDeletes deletes = read(100, span(0, 4, 4), span(1, 0, -1));

    assertThat(log.taken()).isEqualTo(1);
    assertThat(positions(deletes, BY_NUMBER, order(1, "Ann"), NOON)).isEmpty();
    assertThat(positions(deletes, BY_NUMBER, order(2, "Ann"), NOON)).containsExactly(at(0, 4));
    log.add(delete(at(0, 5), NOON, 4, "Ann"));
    deletes.readOn(() -> {});
    assertThat(log.taken()).as("read on, not again").isEqualTo(2);
    assertThat(positions(deletes, BY_NUMBER, order(4, "Ann"), NOON)).containsExactly(at(0, 5));
  }

  @Test
  void deletes_areFoundBehindARecordThatNobodyCanRead() throws Exception {
    LogRecord broken = delete(at(0, 0), NOON, 1, "Ann");
    log.add(broken, delete(at(0, 1), NOON, 2, "Ann"));
    log.spoil(broken);

    LaterDeletes deletes = read(100, span(0, 0, 0));

    assertThat(positions(deletes, BY_NUMBER, order(1, "Ann"), NOON)).isEmpty();
    assertThat(positions(deletes, BY_NUMBER, order(2, "Ann"), NOON)).containsExactly(at(0, 1));
  }

  @Test
  void deletes_areNotKept_beyondTheMost_andThatIsSaid() throws Exception {
    for (int i = 0; i < 4; i++) {
      log.add(delete(at(0, i), NOON, i, "Ann"));
    }
    // three tables each
    LaterDeletes deletes = read(6, span(0, 0, 0));

    assertThat(positions(deletes, BY_SELLER, order(1, "Ann"), NOON)).containsExactly(at(0, 1));
    assertThat(positions(deletes, BY_SELLER, order(2, "Ann"), NOON)).isEmpty();
    assertThat(deletes.notKept().orElseThrow())
        .startsWith("the topic has 2 deletes more than the 6 that are kept in memory");
    assertThat(read(12, span(0, 0, 0)).notKept()).isEmpty();
  }

  @Test
  void close_closesTheTopics_ifTheyWereOpened() throws Exception {
    new LaterDeletes(() -> log, PIPELINE, WriterSchemas.NONE, List.of(), 100).close();
    assertThat(log.isClosed()).isFalse();

    read(100, span(0, 0, 0)).close();
    assertThat(log.isClosed()).isTrue();
  }
}
