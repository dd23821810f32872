package io.tributary.stack.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.datastax.oss.driver.api.core.cql.Row;
import com.fasterxml.jackson.databind.JsonNode;
import io.tributary.stack.FreshPipeline;
import io.tributary.stack.Stack;
import io.tributary.stack.WithStack;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every figure of the pages, against an independent count. */
@WithStack
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleIT {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final int PROCESSED = ConsolePlatform.USERS + ConsolePlatform.BROKEN;

  private final ConsolePlatform platform;
  private final ConsoleClient client;
  private final String pipeline;

  ConsoleIT(Stack stack, FreshPipeline fresh) throws Exception {
    this.platform = ConsolePlatform.start(stack, fresh);
    this.client = new ConsoleClient(platform.console().url());
    this.pipeline = platform.pipeline().name();
  }

  @BeforeAll
  void awaitFigures() {
    await().atMost(LIMIT).until(() -> page("/").contains("up to date"));
  }

  @AfterAll
  void close() {
    platform.close();
  }

  @Test
  void overview_saysHowThePipelineStands() throws Exception {
    String overview = text(page("/"));

    assertThat(overview)
        .contains("1 pipeline, none needs attention")
        .contains("Lag 0 records")
        .contains("Time to catch up caught up")
        .contains("Last run verified");
    // 7 of 307 records
    assertThat(overview)
        .contains(
            "Dead letters, 10 min %s"
                .formatted(
                    String.format(
                        Locale.ROOT, "%.2f%%", 100.0 * ConsolePlatform.BROKEN / PROCESSED)));
  }

  @Test
  void pipelinePage_hasTheOffsetsThatKafkaHas() throws Exception {
    Map<TopicPartition, OffsetSpec> partitions =
        IntStream.range(0, 3)
            .mapToObj(n -> new TopicPartition(platform.pipeline().topic().name(), n))
            .collect(Collectors.toMap(p -> p, p -> OffsetSpec.latest()));
    Map<TopicPartition, ListOffsetsResultInfo> ends =
        platform.admin().listOffsets(partitions).all().get(30, TimeUnit.SECONDS);

    String page = text(page("/pipelines/" + pipeline));

    assertThat(ends.values().stream().mapToLong(ListOffsetsResultInfo::offset).sum())
        .isEqualTo(PROCESSED);
    ends.forEach(
        (partition, end) ->
            assertThat(page)
                .contains(
                    String.format(
                        Locale.ROOT,
                        "%s-%d 0 %d %d %d 0",
                        partition.topic(),
                        partition.partition(),
                        end.offset(),
                        end.offset(),
                        end.offset())));
  }

  @Test
  void runPage_tellsWhatBecameOfEachRecord() throws Exception {
    long rows =
        platform
            .session()
            .execute("SELECT count(*) FROM " + platform.pipeline().mainTable().fullName())
            .all()
            .get(0)
            .getLong(0);

    String html = page("/pipelines/%s/runs/%s".formatted(pipeline, ConsolePlatform.RUN));
    String page = text(html);

    assertThat(html)
        .as("a plus sign would be read as a space")
        .contains("dead-letters?run=manual__2026-11-29T20%3A59%3A52.874874%2B00%3A00");
    assertThat(rows).isEqualTo(ConsolePlatform.USERS);
    assertThat(page)
        .contains("verified of pipeline " + pipeline)
        .contains("asked for 300")
        .contains("read 300")
        .contains("published 300")
        .contains("rejected 0")
        .contains("rows " + rows)
        .contains("missing 0")
        .contains("Read to its end");
  }

  @Test
  void runsPage_hasTheFiguresOfTheRun() throws Exception {
    String runs = text(page("/pipelines/%s/runs".formatted(pipeline)));
    String run = text(page("/pipelines/%s/runs/%s".formatted(pipeline, ConsolePlatform.RUN)));

    assertThat(runs)
        .contains("1 run in the last 2 months")
        .contains(ConsolePlatform.RUN + " verified 300 300 0 ");
    assertThat(text(page("/pipelines/" + pipeline)))
        .contains(ConsolePlatform.RUN + " verified 300 300 0 ");
    assertThat(run).as("300 users are less than a page of 5,000").contains("1 page with 1 request");
  }

  @Test
  void api_hasTheShareOfDeadLetters_nowAndInTheHistory() throws Exception {
    JsonNode now = json("/api/v1/pipelines/" + pipeline);
    JsonNode points = json("/api/v1/pipelines/%s/history".formatted(pipeline)).path("points");

    double share = (double) ConsolePlatform.BROKEN / PROCESSED;
    assertThat(now.path("dead_letter_share").asDouble()).isCloseTo(share, within(1e-9));
    assertThat(now.path("lag").asLong(-1)).isZero();
    JsonNode last = points.path(points.size() - 1);
    assertThat(last.path("dead_letter_share").asDouble()).isCloseTo(share, within(1e-9));
    assertThat(last.path("lag").asLong(-1)).isZero();
  }

  @Test
  void verifyAgain_keepsTheNewVerdict_whenAnOperatorAsks() throws Exception {
    String cookie = signIn();
    String run = "/pipelines/%s/runs/%s".formatted(pipeline, ConsolePlatform.RUN);

    HttpResponse<String> answer =
        post(run + "/verify", "_csrf=" + csrf(get(run, "Cookie", cookie).body()), cookie);

    assertThat(answer.statusCode()).isEqualTo(303);
    String job = answer.headers().firstValue("Location").orElseThrow();
    await().atMost(LIMIT).until(() -> page(job).contains("status done"));
    assertThat(text(page(job))).contains("300").contains("started by Ada");
    assertThat(platform.tracesOfRun())
        .anySatisfy(
            spans -> assertThat(spans).contains("verify", "look up", "land", "console", "rows"));
    assertThat(post(run + "/verify", "", "").statusCode()).isEqualTo(401);
  }

  @Test
  void api_hasTheOffsetsThatKafkaHas_andTheRun() throws Exception {
    JsonNode lag = json("/api/v1/pipelines/%s/lag".formatted(pipeline));
    JsonNode run = json("/api/v1/pipelines/%s/runs/%s".formatted(pipeline, ConsolePlatform.RUN));
    JsonNode runs = json("/api/v1/pipelines/%s/runs".formatted(pipeline)).path("runs");

    assertThat(lag.path("lag").asLong()).isZero();
    long ends = 0;
    for (JsonNode partition : lag.path("partitions")) {
      ends += partition.path("end").asLong();
      assertThat(partition.path("position").asLong()).isEqualTo(partition.path("end").asLong());
    }
    assertThat(ends).isEqualTo(PROCESSED);
    assertThat(run.path("status").asText()).isEqualTo("verified");
    assertThat(run.path("receipt").path("published").asLong()).isEqualTo(ConsolePlatform.USERS);
    assertThat(runs).hasSize(1);
    assertThat(runs.path(0).path("run_id").asText()).isEqualTo(ConsolePlatform.RUN);
  }

  @Test
  void api_hasEachRowOnce_pageByPage_asCassandraHasIt() throws Exception {
    Map<String, Row> stored = new HashMap<>();
    for (Row row :
        platform
            .session()
            .execute(
                "SELECT id, first_name, WRITETIME(first_name) AS written FROM "
                    + platform.pipeline().mainTable().fullName())) {
      stored.put(String.valueOf(row.getUuid("id")), row);
    }
    List<JsonNode> rows = new ArrayList<>();
    String cursor = "";
    int pages = 0;
    do {
      JsonNode page = json("/api/v1/pipelines/%s/rows?limit=70%s".formatted(pipeline, cursor));
      page.path("rows").forEach(rows::add);
      pages++;
      cursor = page.has("cursor") ? "&cursor=" + page.path("cursor").asText() : "";
    } while (!cursor.isEmpty());

    assertThat(pages).isGreaterThanOrEqualTo(ConsolePlatform.USERS / 70);
    assertThat(rows).hasSize(ConsolePlatform.USERS);
    for (JsonNode row : rows) {
      Row own = Objects.requireNonNull(stored.remove(row.path("values").path("id").asText()));
      assertThat(row.path("values").path("first_name").asText())
          .isEqualTo(own.getString("first_name"));
      assertThat(
              ChronoUnit.MICROS.between(
                  Instant.EPOCH, Instant.parse(row.path("written_at").asText())))
          .isEqualTo(own.getLong("written"));
    }
    assertThat(stored).isEmpty();
  }

  @Test
  void rows_areFoundByKey_andMaskedForViewers() throws Exception {
    Row any =
        platform
            .session()
            .execute(
                "SELECT id, first_name FROM %s LIMIT 1"
                    .formatted(platform.pipeline().mainTable().fullName()))
            .one();
    String path = "/api/v1/pipelines/%s/rows?key=".formatted(pipeline);

    JsonNode found = json(path + any.getUuid("id")).path("rows");
    assertThat(found).hasSize(1);
    assertThat(found.path(0).path("values").path("first_name").asText())
        .isEqualTo(any.getString("first_name"));
    assertThat(get(path + any.getUuid("id")).body()).contains("\"first_name\":\"•••••\"");
    assertThat(json(path + UUID.randomUUID()).path("rows")).isEmpty();
    assertThat(get("/pipelines/%s/rows.csv?limit=500".formatted(pipeline)).body().lines())
        .hasSize(ConsolePlatform.USERS + 1);
  }

  /** As a viewer: what operators may do is refused, so that nothing is replayed or discarded. */
  @Test
  void api_answersAsItIsDescribed(@TempDir Path folder) throws Exception {
    Path schemathesis = Path.of("../.tributary/venv/bin/schemathesis").toAbsolutePath();
    assumeTrue(Files.isExecutable(schemathesis), "./tributary test installs schemathesis");
    Path output = folder.resolve("output");
    Process run =
        new ProcessBuilder(
                schemathesis.toString(),
                "run",
                uri("/api/v1/openapi.json").toString(),
                "--checks=all",
                // a cursor or a key of the right type may still be none of this table's
                "--exclude-checks=positive_data_acceptance",
                "--phases=coverage,fuzzing",
                "--max-examples=15",
                "--no-color")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(run.waitFor(5, TimeUnit.MINUTES)).isTrue();
      assertThat(run.exitValue()).as(Files.readString(output)).isZero();
    } finally {
      run.destroyForcibly();
    }
  }

  @Test
  void pages_sayWhatIsNotKnown_whileTheConsumerIsFrozen() throws Exception {
    platform.consumer().process().pause();
    try {
      await()
          .atMost(LIMIT)
          .untilAsserted(
              () ->
                  assertThat(text(page("/")))
                      .contains("1 needs attention", "unknown", "the consumer")
                      .contains("Records per second not known", "Lag 0 records"));
      assertThat(get("/pipelines/" + pipeline).statusCode()).isEqualTo(200);
    } finally {
      platform.consumer().process().resume();
    }
    await().atMost(LIMIT).until(() -> page("/").contains("up to date"));
  }

  @Test
  void recordPage_leadsFromTheKeyToTheEventAndTheRow() throws Exception {
    Row row =
        platform
            .session()
            .execute(
                "SELECT id, first_name, WRITETIME(first_name) FROM %s LIMIT 1"
                    .formatted(platform.pipeline().mainTable().fullName()))
            .one();
    String key = row.getUuid(0).toString();
    ConsumerRecord<byte[], byte[]> event = event(key);
    String place =
        String.format(Locale.ROOT, "%s-%d@%d", event.topic(), event.partition(), event.offset());
    String cursor = header(event, "source_cursor");

    String viewers = text(page("/record?q=" + key));

    assertThat(row.getLong(2)).isEqualTo(event.timestamp() * 1_000 + event.offset() % 1_000);
    assertThat(viewers)
        .contains("a row It is a row.")
        .contains("Place " + place, "Key " + key, "Header source_cursor " + cursor)
        .contains("Published " + millis(event.timestamp()))
        .contains(
            String.format(
                Locale.ROOT,
                "Size key %,d bytes, value %,d bytes",
                event.serializedKeySize(),
                event.serializedValueSize()))
        .contains(platform.pipeline().mainTable().fullName())
        .contains("Written with the time " + millis(event.timestamp()))
        .contains("Run " + ConsolePlatform.RUN)
        .doesNotContain(row.getString(1));
    assertThat(text(get("/record?q=" + key, "Cookie", signIn()).body())).contains(row.getString(1));
    assertThat(text(page("/record?position=" + place))).contains("It is a row.", "Key " + key);
    assertThat(text(page("/record?q=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8))))
        .contains("It is a row.", "Place " + place);
    assertThat(text(page("/record?q=" + UUID.randomUUID())))
        .contains("not found", "no row with this key");
  }

  @Test
  void deadLetters_areCountedFilteredAndShown() throws Exception {
    String all = "/pipelines/%s/dead-letters".formatted(pipeline);
    Row letter = letter(6);
    String place =
        all + "/%s/%s/%s".formatted(letter.getString(0), letter.getInt(1), letter.getLong(2));

    String list = text(page(all));

    assertThat(platform.letters()).isEqualTo(ConsolePlatform.BROKEN);
    assertThat(list)
        .contains("7 dead letters,", "MALFORMED_JSON – 7")
        .contains(
            String.format(
                Locale.ROOT, "%s-%d@%d", letter.getString(0), letter.getInt(1), letter.getLong(2)));
    assertThat(text(page(all + "?reason=WRONG_TYPE"))).contains("no such dead letters");
    assertThat(text(page(place)))
        .contains("Time " + millis(letter.getInstant("record_time").toEpochMilli()))
        .contains("Replays tried " + letter.getInt("tries"));
    assertThat(page(place))
        .contains("Only operators see the original bytes")
        .doesNotContain("JSON&lt;/b");
    assertThat(get(place, "Cookie", signIn()).body())
        .contains("no &lt;b&gt;JSON&lt;/b&gt;")
        .contains("refused again: MALFORMED_JSON");
    assertThat(get(all + "/nowhere/0/0").statusCode()).isEqualTo(404);
  }

  @Test
  void deadLetters_areTriedReplayedAndDiscarded_whenAnOperatorAsks() throws Exception {
    String cookie = signIn();
    String all = "/pipelines/%s/dead-letters".formatted(pipeline);
    String csrf = "_csrf=" + csrf(get("/", "Cookie", cookie).body());
    String filter = "&reason=MALFORMED_JSON";
    Row one = letter(0);
    String at =
        String.format(Locale.ROOT, "&at=%s-%d@%d", one.getString(0), one.getInt(1), one.getLong(2));

    assertThat(job(post(all + "/replay", csrf + filter + "&dry_run=true", cookie)))
        .contains("Try a replay", "0 would pass", "started by Ada");
    assertThat(letter(0).getString("state_note")).isNull();

    assertThat(job(post(all + "/replay", csrf + at, cookie))).contains("1 failed again");
    assertThat(letter(0).getString("state_note"))
        .startsWith("failed again: MALFORMED_JSON")
        .endsWith("; replay by Ada");
    assertThat(letter(0).getString("state")).isEqualTo("open");

    assertThat(job(post(all + "/discard", csrf + at + "&why=not+of+the+source", cookie)))
        .contains("1 dead letter discarded");
    assertThat(letter(0).getString("state")).isEqualTo("discarded");
    assertThat(letter(0).getString("state_note")).isEqualTo("not of the source; discarded by Ada");
    assertThat(post(all + "/discard", "why=x", "").statusCode()).isEqualTo(401);
  }

  /** The page of a job that was started, once it has ended. */
  private String job(HttpResponse<String> started) throws Exception {
    assertThat(started.statusCode()).isEqualTo(303);
    String job = started.headers().firstValue("Location").orElseThrow();
    await().atMost(LIMIT).until(() -> page(job).contains("status done"));
    return text(page(job));
  }

  /** The dead letter of the record with the key {@code key-N}. */
  private Row letter(int number) {
    return platform
        .session()
        .execute(
            "SELECT topic, partition, offset, key, state, state_note, record_time, tries FROM %s.dead_letters_by_day"
                .formatted(platform.pipeline().keyspace()))
        .all()
        .stream()
        .filter(
            row ->
                StandardCharsets.UTF_8
                    .decode(row.getByteBuffer("key"))
                    .toString()
                    .equals("key-" + number))
        .findFirst()
        .orElseThrow();
  }

  /** Read from the beginning of the topic on, as nothing of the console does. */
  private ConsumerRecord<byte[], byte[]> event(String key) {
    try (KafkaConsumer<byte[], byte[]> reader =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", platform.bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          IntStream.range(0, 3)
              .mapToObj(n -> new TopicPartition(platform.pipeline().topic().name(), n))
              .toList();
      reader.assign(partitions);
      reader.seekToBeginning(partitions);
      List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
      await()
          .atMost(LIMIT)
          .until(
              () -> {
                reader.poll(Duration.ofMillis(200)).forEach(found::add);
                return found.size() == PROCESSED;
              });
      return found.stream()
          .filter(record -> new String(record.key(), StandardCharsets.UTF_8).equals(key))
          .findFirst()
          .orElseThrow();
    }
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  private static String millis(long time) {
    return DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT)
        .withZone(ZoneOffset.UTC)
        .format(Instant.ofEpochMilli(time));
  }

  private String page(String path) throws IOException, InterruptedException {
    return client.page(path);
  }

  private JsonNode json(String path) throws IOException, InterruptedException {
    return client.json(path);
  }

  private static String text(String html) {
    return ConsoleClient.text(html);
  }

  private static String csrf(String html) {
    return ConsoleClient.csrf(html);
  }

  private String signIn() throws IOException, InterruptedException {
    return client.signIn();
  }

  private HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    return client.get(path, headers);
  }

  private HttpResponse<String> post(String path, String form, String cookie)
      throws IOException, InterruptedException {
    return client.post(path, form, cookie);
  }

  private URI uri(String path) {
    return client.uri(path);
  }
}
