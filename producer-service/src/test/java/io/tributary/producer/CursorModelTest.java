package io.tributary.producer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.model.cursor.CursorMove;
import io.tributary.model.cursor.StoredCursor;
import io.tributary.model.definition.Incremental;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.receipt.CursorRange;
import io.tributary.model.receipt.Receipt;
import io.tributary.producer.publish.FakeKafka;
import io.tributary.producer.source.HttpLimits;
import io.tributary.producer.source.ReadingRange;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import mockwebserver3.MockWebServer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/**
 * Incremental runs drawn at random: some fail, some are killed, some are verified late or never,
 * some read a range or begin elsewhere, while the source changes and shows changes late. Whenever a
 * verified run moves the cursor, every record that the source had before it is accounted for. With
 * {@code -Dtest.seed} a history is had again, with {@code -Dtest.histories} there are more of them.
 */
class CursorModelTest {
  private static final int HISTORIES = 8;
  private static final int RUNS = 14;
  private static final int LATE = 30;
  private static final int NEVER = Integer.MAX_VALUE;
  private static final Instant BEGIN = Instant.parse("2024-05-01T00:00:00Z");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpLimits LIMITS =
      new HttpLimits(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(5), 1 << 20);

  @Test
  void cursor_neverPassesARecordThatIsNotThere() throws Exception {
    long first = Long.getLong("test.seed", System.nanoTime() & 0xFFFFFFFL);
    int histories = Integer.getInteger("test.histories", HISTORIES);
    int moves = 0;
    try (MockWebServer server = new MockWebServer()) {
      server.start();
      for (long seed = first; seed < first + histories; seed++) {
        History history = new History(server, seed);
        history.play();
        moves += history.moves;
      }
    }
    assertThat(moves).as("moves from seed %d", first).isGreaterThan(2 * histories);
  }

  /** A run that went well, and what the source had when it began and when it ended. */
  private record Finished(
      Receipt receipt, List<ChangingSource.Item> had, Instant began, boolean readsAll) {}

  private static final class History {
    private final Random random;
    private final ChangingSource source;
    private final Pipeline pipeline;
    private final Incremental read;
    private final String what;

    /** The version of each row, and the newest of each record that is a dead letter. */
    private final Map<String, Integer> rows = new HashMap<>();

    private final Map<String, Integer> letters = new HashMap<>();
    private final List<Finished> unverified = new ArrayList<>();
    private Optional<StoredCursor> cursor = Optional.empty();
    private int runs;
    private int moves;

    History(MockWebServer server, long seed) throws Exception {
      random = new Random(seed);
      boolean byToken = random.nextBoolean();
      boolean isLate = random.nextBoolean();
      boolean byTemplate = random.nextBoolean();
      int end = random.nextInt(3);
      String keys =
          (byTemplate ? "" : ", parameter: since")
              + (byTemplate || end == 0 ? "" : ", end-parameter: until")
              + (end == 2 ? ", window: " + (20 + random.nextInt(90)) + "s" : "")
              + (isLate ? ", lookback: " + LATE + "s" : "");
      String since = byTemplate ? "{window-start|epoch-seconds}" : "";
      String until = byTemplate && end > 0 ? "{window-end|epoch-seconds}" : "";
      String query = byTemplate ? "{since: '%s', until: '%s'}".formatted(since, until) : "{}";
      String paging =
          byToken
              ? "{type: token, token-parameter: after, next: /next, size-parameter: limit, page-size: 4}"
              : "{type: offset, offset-parameter: skip, size-parameter: limit, page-size: 4}";
      // with offsets, a record that moves while others are read hides one of them
      source = new ChangingSource(random, BEGIN, isLate ? LATE : 0, byToken);
      server.setDispatcher(source);
      pipeline = Pipeline.parse(Path.of("p.yaml"), definition(server, query, paging, keys));
      read = pipeline.source().incremental().orElseThrow();
      what = "-Dtest.seed=" + seed + " -Dtest.histories=1: " + query + paging + keys;
    }

    private static byte[] definition(
        MockWebServer server, String query, String paging, String keys) {
      return """
          name: changes
          source:
            url: %s
            query: %s
            records: /results
            paging: %s
            incremental: {field: moved, start: 2024-05-01, format: epoch-seconds%s}
          event:
            key: id
            fields:
              - {name: id, type: text, from: /id, required: true}
              - {name: name, type: text, from: /name, required: true}
              - {name: version, type: int, from: /version, required: true}
              - {name: moved, type: timestamp, from: /moved, format: epoch-seconds, required: true}
          topic: {name: changes}
          table: {keyspace: test, name: changes}
          """
          .formatted(server.url("/changes"), query, paging, keys)
          .getBytes(UTF_8);
    }

    void play() throws Exception {
      for (int i = 0; i < RUNS; i++) {
        source.live(random.nextInt(12));
        if (random.nextInt(20) == 0) {
          source.addFromTheFuture();
        }
        run(range(), target(), sometimes(), sometimes());
        while (!unverified.isEmpty() && random.nextInt(3) > 0) {
          verify(unverified.remove(random.nextInt(unverified.size())));
        }
      }
      source.rest(300);
      run(ReadingRange.from(position()), new Target.Everything(), NEVER, NEVER);
      while (!unverified.isEmpty()) {
        verify(unverified.remove(0));
      }
      for (ChangingSource.Item item : source.items()) {
        if (item.moved() < source.instant().getEpochSecond()) {
          assertAccounted(item, "at the end");
        }
      }
    }

    private ReadingRange range() {
      return switch (random.nextInt(12)) {
        case 0 -> ReadingRange.from(position() + random.nextInt(120_000));
        case 1 -> ReadingRange.from(position() - random.nextInt(120_000));
        case 2 ->
            read.isBounded()
                ? ReadingRange.backfill(
                    BEGIN.toEpochMilli(), BEGIN.toEpochMilli() + 1_000L * (1 + random.nextInt(200)))
                : ReadingRange.from(position());
        default -> ReadingRange.from(position());
      };
    }

    private Target target() {
      return random.nextInt(8) == 0
          ? new Target.Records(1 + random.nextInt(6))
          : new Target.Everything();
    }

    private long position() {
      return cursor.map(stored -> stored.position(read)).orElse(read.start());
    }

    private int sometimes() {
      return random.nextInt(6) == 0 ? 1 + random.nextInt(4) : NEVER;
    }

    private void run(ReadingRange range, Target target, int failFrom, int killAt) throws Exception {
      FakeKafka kafka = FakeKafka.willing();
      List<ChangingSource.Item> had = new ArrayList<>(source.items());
      Instant began = source.instant();
      ProducerRun run =
          new ProducerRun(
              pipeline, RunRequest.of("run-" + ++runs, target).with(range), parts(kafka));
      source.plan(failFrom, killAt, run::stop);
      RunEnd end = run.run();
      kafka.sent().forEach(this::land);
      // what changed meanwhile is for the next run
      had.retainAll(source.items());
      CursorRange read = end.receipt().cursor().orElseThrow();
      if (end.failure().isPresent()) {
        assertThat(read.moves()).as("%s; %s", what, end).isFalse();
      } else {
        unverified.add(
            new Finished(
                end.receipt(),
                had,
                began,
                target instanceof Target.Everything && !range.isBackfill()));
      }
    }

    private ProducerRun.Parts parts(FakeKafka kafka) {
      return TestParts.of(pipeline, kafka, TestParts.patient(LIMITS, source));
    }

    private void land(ProducerRecord<byte[], byte[]> record) {
      try {
        JsonNode json = JSON.readTree(record.value());
        String id = json.path("id").asText();
        int version = json.path("version").asInt();
        if (record.topic().equals("changes")) {
          rows.merge(id, version, (before, later) -> later);
        } else {
          letters.merge(id, version, Math::max);
        }
      } catch (java.io.IOException impossible) {
        throw new AssertionError(impossible);
      }
    }

    private void verify(Finished run) {
      CursorRange range = run.receipt().cursor().orElseThrow();
      long before = position();
      boolean beganBefore = read.scale().parse(range.from()) <= before;
      CursorMove move = CursorMove.of(read, cursor, range);
      if (run.readsAll() && beganBefore) {
        run.had().stream()
            .filter(item -> !read.isBounded() || item.moved() < run.began().getEpochSecond())
            .forEach(item -> assertAccounted(item, run.receipt().runId()));
      }
      if (move.to().isEmpty()) {
        return;
      }
      long to = move.to().get();
      assertThat(to).as("%s; %s", what, run).isGreaterThan(before);
      assertThat(to).as("%s; %s", what, run).isLessThanOrEqualTo(run.began().toEpochMilli());
      assertThat(beganBefore).as("%s; %s", what, run).isTrue();
      run.had().stream()
          .filter(item -> item.moved() * 1_000 < to)
          .forEach(item -> assertAccounted(item, run.receipt().runId()));
      moves++;
      Optional<String> runId = Optional.of(run.receipt().runId());
      cursor =
          Optional.of(
              cursor
                  .map(stored -> stored.movedTo(read, to, run.began(), runId))
                  .orElseGet(() -> StoredCursor.first(read, to, run.began(), runId)));
    }

    /** A newer version than the one that the source had is as good. */
    private void assertAccounted(ChangingSource.Item item, String when) {
      int newest = Math.max(rows.getOrDefault(item.id(), 0), letters.getOrDefault(item.id(), 0));
      assertThat(newest)
          .as(String.format(Locale.ROOT, "%s is lost, %s; %s", item, when, what))
          .isGreaterThanOrEqualTo(item.version());
    }
  }
}
