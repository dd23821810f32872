package io.tributary.stack.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tributary.stack.FreshPipeline;
import io.tributary.stack.Stack;
import io.tributary.stack.WithStack;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Every figure of the pages, against an independent count. */
@WithStack
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleIT {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final int PROCESSED = ConsolePlatform.USERS + ConsolePlatform.BROKEN;

  private final HttpClient http = HttpClient.newHttpClient();
  private final ConsolePlatform platform;
  private final String pipeline;

  ConsoleIT(Stack stack, FreshPipeline fresh) throws Exception {
    this.platform = ConsolePlatform.start(stack, fresh);
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

    String page = text(page("/pipelines/%s/runs/%s".formatted(pipeline, ConsolePlatform.RUN)));

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
  void verifyAgain_keepsTheNewVerdict_whenAnOperatorAsks() throws Exception {
    String cookie = signIn();
    String run = "/pipelines/%s/runs/%s".formatted(pipeline, ConsolePlatform.RUN);

    HttpResponse<String> answer =
        post(run + "/verify", "_csrf=" + csrf(get(run, "Cookie", cookie).body()), cookie);

    assertThat(answer.statusCode()).isEqualTo(303);
    String job = answer.headers().firstValue("Location").orElseThrow();
    await().atMost(LIMIT).until(() -> page(job).contains("status done"));
    assertThat(text(page(job))).contains("300").contains("started by Ada");
    assertThat(post(run + "/verify", "", "").statusCode()).isEqualTo(401);
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

  private String page(String path) throws IOException, InterruptedException {
    return get(path).body();
  }

  /** What a person reads: without tags, each space once. */
  private static String text(String html) {
    return html.replaceAll("<[^>]*>", " ").replaceAll("\\s+", " ");
  }

  private static String csrf(String html) throws IOException {
    Matcher token = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"").matcher(html);
    assertThat(token.find()).isTrue();
    return URLEncoder.encode(token.group(1), StandardCharsets.UTF_8);
  }

  private String signIn() throws IOException, InterruptedException {
    String form =
        "name=Ada&password=" + URLEncoder.encode(ConsolePlatform.OPERATOR, StandardCharsets.UTF_8);
    return post("/sign-in", form, "")
        .headers()
        .firstValue("Set-Cookie")
        .orElseThrow()
        .replaceFirst(";.*", "");
  }

  private HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
    return http.send(
        (headers.length == 0 ? request : request.headers(headers)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String form, String cookie)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form));
    return http.send(
        (cookie.isEmpty() ? request : request.header("Cookie", cookie)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return platform.console().url().resolve(path);
  }
}
