package io.tributary.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tributary.runtime.time.Ticker;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The source whose records change while they are read. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChangingItemsTest {
  private static final Instant NOON = Instant.parse("2026-02-03T12:00:00Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private final SimulatorServer server =
      new SimulatorServer(
          SimulatorConfig.defaults().withoutRateLimit().withItems(120),
          Ticker.system(),
          () -> LocalDate.of(2026, 2, 3),
          now::get);
  private Client client = new Client(URI.create("http://localhost/"));

  @BeforeAll
  void start() throws IOException {
    server.start();
    client = new Client(server.url());
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void pages_haveEachItemOnce_inTheOrderOfItsLastChange() throws Exception {
    now.set(NOON);

    List<JsonNode> items = read("limit=50", () -> {});

    assertThat(items).hasSize(120);
    assertThat(items).extracting(item -> item.get("number").intValue()).doesNotHaveDuplicates();
    assertThat(items).extracting(ChangingItemsTest::updated).isSorted();
    assertThat(items).allMatch(item -> !updated(item).isAfter(NOON));
    assertThat(read("limit=7", () -> {})).isEqualTo(items);
  }

  @Test
  void window_isHalfOpen() throws Exception {
    now.set(NOON);
    Instant some = updated(read("limit=50", () -> {}).get(60));

    List<JsonNode> before = read("until=" + some, () -> {});
    List<JsonNode> from = read("since=" + some, () -> {});

    assertThat(before).hasSize(60).allMatch(item -> updated(item).isBefore(some));
    assertThat(from).hasSize(60).allMatch(item -> !updated(item).isBefore(some));
    assertThat(read("since=" + some.getEpochSecond(), () -> {})).isEqualTo(from);
  }

  /** What changes while it is read comes again, with its new version; nothing is left out. */
  @Test
  void items_moveToTheEnd_whileTheyAreRead() throws Exception {
    now.set(NOON);

    List<JsonNode> items = read("limit=10", () -> now.updateAndGet(time -> time.plusSeconds(2)));

    assertThat(items).hasSizeGreaterThan(120);
    assertThat(items.stream().map(item -> item.get("number").intValue()).distinct()).hasSize(120);
    assertThat(items)
        .extracting(item -> item.get("number") + "/" + item.get("version"))
        .doesNotHaveDuplicates();
  }

  private List<JsonNode> read(String query, Runnable betweenPages) throws Exception {
    List<JsonNode> items = new ArrayList<>();
    String after = "";
    do {
      JsonNode page = client.json("/items/changes?" + query + after);
      items.addAll(Client.list(page.get("items")));
      after = page.get("next").isNull() ? "" : "&after=" + page.get("next").textValue();
      betweenPages.run();
    } while (!after.isEmpty());
    return items;
  }

  private static Instant updated(JsonNode item) {
    return Instant.parse(item.get("updated").textValue());
  }
}
