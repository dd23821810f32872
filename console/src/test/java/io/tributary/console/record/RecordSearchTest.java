package io.tributary.console.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.console.platform.Inquiries;
import io.tributary.console.record.RecordTrace.InTable;
import io.tributary.console.record.RecordTrace.Match;
import io.tributary.console.record.RecordTrace.Outcome;
import io.tributary.model.deadletter.DeadLetter;
import io.tributary.model.definition.InvalidDefinitionException;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.EventHeaders;
import io.tributary.model.event.RecordPosition;
import io.tributary.model.event.WriterSchemas;
import io.tributary.model.receipt.OffsetRange;
import io.tributary.model.receipt.Receipt;
import io.tributary.runtime.time.FakeTicker;
import io.tributary.runtime.time.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecordSearchTest {
  private static final long NOON = Instant.parse("2026-05-03T12:00:00Z").toEpochMilli();
  private static final String TRIPS = "trips";
  private static final String DEFINITION =
      """
      name: trips
      source:
        url: https://trips.example/list
        records: /trips
        paging: {type: none}
      event:
        key: id
        tombstones: delete
        fields:
          - {name: id, type: bigint, from: /id, required: true}
          - {name: line, type: text, from: /line, required: true}
      topic: {name: trips, partitions: 3}
      table: {keyspace: transport, name: trips, key: [id]}
      """;

  private final Pipeline trips = pipeline(DEFINITION);
  private final FakeTopics topics = new FakeTopics();
  private final FakeLandings landings = new FakeLandings();
  private final Inquiries inquiries = new Inquiries();
  private final RecordSearch search =
      new RecordSearch(topics, landings, any -> WriterSchemas.NONE, inquiries, Ticker.system());

  @BeforeEach
  void create() {
    topics.create(TRIPS, 3);
    topics.create(TRIPS + ".rejected", 3);
  }

  @AfterEach
  void close() {
    inquiries.close();
  }

  @Test
  void find_readsAFewRecordsOnly_whenItLooksForAKey() {
    List<TopicRecord> published = new ArrayList<>();
    for (int trip = 0; trip < 30_000; trip++) {
      TopicRecord record = trip(trip, "line " + trip % 7, NOON + trip / 4_000);
      landings.write(trips, record);
      published.add(record);
    }

    RecordTrace trace = byKey("17321");

    assertThat(trace.outcome()).isEqualTo(Outcome.ROW);
    assertThat(trace.record().orElseThrow().position()).isEqualTo(published.get(17_321).position());
    assertThat(trace.tables()).extracting(InTable::match).containsExactly(Match.THIS);
    assertThat(topics.recordsRead()).isLessThanOrEqualTo(RecordSearch.MOST_AT_TIME);
  }

  @Test
  void find_readsABoundedNumberOfRecords_whenNoRowHasTheKey() {
    for (int trip = 0; trip < 30_000; trip++) {
      landings.write(trips, trip(trip, "line", NOON + trip));
    }

    RecordTrace trace = byKey("99999999");

    assertThat(trace.outcome()).isEqualTo(Outcome.NOT_FOUND);
    assertThat(trace.limits()).anyMatch(limit -> limit.contains("it has older ones"));
    assertThat(topics.recordsRead()).isLessThanOrEqualTo(2L * RecordSearch.MOST_OF_TAIL);
  }

  @Test
  void find_findsTheRecordOfAKey_inWhateverPartition() {
    int usual = topics.partition(TRIPS, "5");
    TopicRecord record =
        topics.publish(TRIPS, (usual + 1) % 3, "5", event(5, "tram"), NOON, Map.of());
    landings.write(trips, record);

    RecordTrace trace = byKey("5");

    assertThat(trace.record().orElseThrow().position()).isEqualTo(record.position());
  }

  @Test
  void find_tellsTheRowAlone_whenKafkaNoLongerHasTheRecord() {
    TopicRecord record = trip(5, "tram", NOON);
    landings.write(trips, record);
    topics.removeBefore(TRIPS, record.position().partition(), 1);

    RecordTrace trace = byKey("5");

    assertThat(trace.outcome()).isEqualTo(Outcome.ROW);
    assertThat(trace.record()).isEmpty();
    assertThat(trace.tables()).extracting(InTable::written).containsExactly(time(NOON));
    assertThat(trace.limits()).anyMatch(limit -> limit.contains("may have been removed"));
  }

  @Test
  void find_findsAReplayedRecord_byItsOriginalTime() {
    for (int trip = 100; trip < 200; trip++) {
      trip(trip, "bus", NOON + trip);
    }
    TopicRecord replay =
        topics.publish(
            TRIPS,
            topics.partition(TRIPS, "5"),
            "5",
            event(5, "tram"),
            NOON + 3_600_000,
            Map.of(
                EventHeaders.ORIGINAL_TIME,
                Long.toString(NOON - 1_000),
                EventHeaders.DEAD_LETTER,
                "trips-0@3"));
    landings.write(trips, replay);

    RecordTrace trace = byKey("5");

    assertThat(trace.outcome()).isEqualTo(Outcome.ROW);
    assertThat(trace.record().orElseThrow().replays()).hasValue(new RecordPosition("trips", 0, 3));
  }

  @Test
  void find_namesTheNewerRecord_whenTheRecordIsSuperseded() {
    TopicRecord older = trip(5, "tram", NOON);
    TopicRecord newer = trip(5, "bus", NOON + 5_000);
    landings.write(trips, older);
    landings.write(trips, newer);

    RecordTrace trace = at(older.position());

    assertThat(trace.outcome()).isEqualTo(Outcome.SUPERSEDED);
    assertThat(trace.successor().orElseThrow().position()).isEqualTo(newer.position());
    assertThat(byKey("5").record().orElseThrow().position()).isEqualTo(newer.position());
  }

  @Test
  void find_namesTheRecordThatDeletedTheRow() {
    TopicRecord record = trip(5, "tram", NOON);
    trip(11, "bus", NOON + 1);
    TopicRecord tombstone = topics.publish(TRIPS, "5", null, NOON + 9_000);
    landings.write(trips, record);
    landings.delete(trips, tombstone);

    RecordTrace trace = at(record.position());

    assertThat(trace.outcome()).isEqualTo(Outcome.DELETED);
    assertThat(trace.successor().orElseThrow().position()).isEqualTo(tombstone.position());
    assertThat(byKey("5").outcome()).isEqualTo(Outcome.DELETION);
    assertThat(at(tombstone.position()).outcome()).isEqualTo(Outcome.DELETION);
  }

  @Test
  void find_saysWhatTheDeletesWereSearchedFor_whenNoneIsFound() {
    TopicRecord record = trip(5, "tram", NOON);

    RecordTrace trace = at(record.position());

    assertThat(trace.outcome()).isEqualTo(Outcome.MISSING);
    assertThat(trace.limits()).anyMatch(limit -> limit.contains("5,000 records after it"));
  }

  @Test
  void find_saysThatTheConsumerHasNotComeToIt() {
    TopicRecord record = trip(5, "tram", NOON);
    topics.processedUpTo(TRIPS, record.position().partition(), 0);

    assertThat(at(record.position()).outcome()).isEqualTo(Outcome.NOT_PROCESSED);
  }

  @Test
  void find_findsTheDeadLetter_ofAnEventAndOfARejectedRecord() {
    TopicRecord bad = topics.publish(TRIPS, "5", "{\"id\":5}", NOON);
    TopicRecord rejected = topics.publish(TRIPS + ".rejected", "6", "{\"id\":6}", NOON);
    landings.file(letter(bad.position()));
    landings.file(letter(rejected.position()));

    assertThat(at(bad.position()).outcome()).isEqualTo(Outcome.DEAD_LETTER);
    assertThat(byKey("5").letter().orElseThrow().position()).isEqualTo(bad.position());
    assertThat(byKey("6").letter().orElseThrow().position()).isEqualTo(rejected.position());
  }

  @Test
  void find_findsTheDeadLetterAlone_whenKafkaNoLongerHasTheRecord() {
    RecordPosition gone = new RecordPosition(TRIPS, 1, 0);
    topics.publish(TRIPS, 1, "5", "{\"id\":5}", NOON, Map.of());
    topics.removeBefore(TRIPS, 1, 1);
    landings.file(letter(gone));

    RecordTrace trace = at(gone);

    assertThat(trace.outcome()).isEqualTo(Outcome.DEAD_LETTER);
    assertThat(trace.record()).isEmpty();
    assertThat(trace.limits()).anyMatch(limit -> limit.contains("begins at offset 1"));
  }

  @Test
  void find_saysWhereTheTopicEnds_whenThereIsNoSuchOffset() {
    RecordTrace trace = at(new RecordPosition(TRIPS, 1, 44));

    assertThat(trace.outcome()).isEqualTo(Outcome.NOT_FOUND);
    assertThat(trace.limits()).anyMatch(limit -> limit.contains("gets offset 0"));
    assertThat(at(new RecordPosition(TRIPS, 9, 0)).limits())
        .anyMatch(limit -> limit.contains("no partition trips-9"));
  }

  @Test
  void find_findsTheRecordOfACursor_inItsRun() {
    for (int index = 0; index < 60; index++) {
      landings.write(trips, ofRun("run-1", "s1/1/" + index, index));
      landings.write(trips, ofRun("run-2", "s2/1/" + index, 1_000 + index));
    }
    landings.finish(receipt("run-1", "s1", 0, 39));
    landings.finish(receipt("run-2", "s2", 0, 39));

    RecordTrace trace = search.find(trips, RecordQuery.recognise("s1/1/17", Optional.empty()));

    assertThat(trace.outcome()).isEqualTo(Outcome.ROW);
    assertThat(trace.record().orElseThrow().keyText()).hasValue("17");
    assertThat(
            search
                .find(trips, RecordQuery.recognise("s2/1/17", Optional.of("run-2")))
                .record()
                .orElseThrow()
                .keyText())
        .hasValue("1017");
  }

  @Test
  void find_asksForTheRun_whenNoRecentOneHasReadThePlace() {
    landings.finish(receipt("run-1", "s1", 0, 39));

    RecordTrace trace = search.find(trips, RecordQuery.recognise("s9/1/17", Optional.empty()));

    assertThat(trace.outcome()).isEqualTo(Outcome.NOT_FOUND);
    assertThat(trace.limits()).anyMatch(limit -> limit.contains("give the run too"));
    assertThat(topics.recordsRead()).isZero();
  }

  @Test
  void find_saysWhichOffsetsItSearched_whenTheRunIsLarge() {
    for (int index = 0; index < 30_000; index++) {
      topics.publish(
          TRIPS, 0, "" + index, event(index, "x"), NOON, FakeTopics.from("t/" + index, "run-1"));
    }
    landings.finish(
        receipt("run-1", Optional.empty(), List.of(new OffsetRange(TRIPS, 0, 0, 29_999, 30_000))));

    RecordTrace trace = search.find(trips, RecordQuery.recognise("t/29999", Optional.empty()));

    assertThat(trace.outcome()).isEqualTo(Outcome.NOT_FOUND);
    assertThat(trace.limits())
        .anyMatch(
            limit -> limit.contains("offsets 0 to 29999") && limit.contains("5000 to 24999 were"));
    assertThat(topics.recordsRead()).isLessThanOrEqualTo(RecordSearch.MOST_OF_RUNS);
  }

  @Test
  void find_tellsWhatCassandraKnows_whenKafkaIsAway() {
    landings.write(trips, trip(5, "tram", NOON));
    topics.goAway();

    RecordTrace trace = byKey("5");

    assertThat(trace.outcome()).isEqualTo(Outcome.ROW);
    assertThat(trace.tables()).extracting(InTable::written).containsExactly(time(NOON));
    assertThat(trace.limits()).anyMatch(limit -> limit.contains("Kafka at nowhere:9092"));
  }

  @Test
  void find_asksKafkaOnce_whenItIsSilent() {
    FakeTicker time = new FakeTicker();
    RecordSearch patient =
        new RecordSearch(topics, landings, any -> WriterSchemas.NONE, inquiries, time);
    landings.write(trips, trip(5, "tram", NOON));
    topics.goAway(() -> time.pass(Duration.ofSeconds(5)));

    RecordTrace trace = patient.find(trips, new RecordQuery.ByKey("5"));

    assertThat(trace.outcome()).isEqualTo(Outcome.ROW);
    assertThat(topics.questions()).isEqualTo(1);
  }

  @Test
  void find_tellsWhatKafkaKnows_whenCassandraIsAway() {
    TopicRecord record = trip(5, "tram", NOON);
    landings.goAway();

    RecordTrace trace = at(record.position());

    assertThat(trace.outcome()).isEqualTo(Outcome.NOT_KNOWN);
    assertThat(trace.record()).isPresent();
    assertThat(trace.limits()).anyMatch(limit -> limit.contains("Cassandra at nowhere:9042"));
  }

  @Test
  void find_saysThatATextIsNoKey() {
    RecordTrace trace = byKey("five");

    assertThat(trace.outcome()).isEqualTo(Outcome.NOT_FOUND);
    assertThat(trace.limits()).anyMatch(limit -> limit.contains("of type bigint"));
  }

  private RecordTrace byKey(String key) {
    return search.find(trips, new RecordQuery.ByKey(key));
  }

  private RecordTrace at(RecordPosition position) {
    return search.find(trips, new RecordQuery.ByPosition(position));
  }

  private TopicRecord trip(long id, String line, long time) {
    return topics.publish(TRIPS, Long.toString(id), event(id, line), time);
  }

  private TopicRecord ofRun(String run, String cursor, long id) {
    String key = Long.toString(id);
    return topics.publish(
        TRIPS,
        topics.partition(TRIPS, key),
        key,
        event(id, "tram"),
        NOON,
        FakeTopics.from(cursor, run));
  }

  private static String event(long id, String line) {
    return "{\"id\":%s,\"line\":\"%s\"}".formatted(id, line);
  }

  private static Instant time(long millis) {
    return Instant.ofEpochMilli(millis);
  }

  private static DeadLetter letter(RecordPosition position) {
    return new DeadLetter(
        position,
        "MISSING_FIELD",
        "line",
        "the event has no value for it",
        time(NOON),
        null,
        null,
        "open",
        null,
        null,
        0);
  }

  private static Receipt receipt(String run, String seed, long first, long last) {
    return receipt(
        run,
        Optional.of(seed),
        List.of(
            new OffsetRange(TRIPS, 0, first, last, 1),
            new OffsetRange(TRIPS, 1, first, last, 1),
            new OffsetRange(TRIPS, 2, first, last, 1)));
  }

  private static Receipt receipt(String run, Optional<String> seed, List<OffsetRange> offsets) {
    return new Receipt(
        run,
        TRIPS,
        "https://trips.example/list",
        seed,
        1,
        1,
        60,
        60,
        60,
        0,
        true,
        offsets,
        time(NOON),
        time(NOON + 1_000),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static Pipeline pipeline(String definition) {
    try {
      return Pipeline.parse(Path.of("trips.yaml"), definition.getBytes(UTF_8));
    } catch (InvalidDefinitionException invalid) {
      throw new AssertionError(invalid);
    }
  }
}
