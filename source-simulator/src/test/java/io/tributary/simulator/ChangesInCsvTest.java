package io.tributary.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tributary.runtime.time.Ticker;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The items that change, as lines. */
class ChangesInCsvTest {
  private static final Instant NOON = Instant.parse("2026-02-03T12:00:00Z");
  private static final String RANGE = "since=2026-02-01T00:00:00Z&until=2026-02-03T11:00:00Z";

  @Test
  void lines_areTheItemsOfTheRange_whenEachLinkIsFollowed() throws Exception {
    try (SimulatorServer server =
        new SimulatorServer(
            SimulatorConfig.defaults().withoutRateLimit().withItems(120),
            Ticker.system(),
            () -> LocalDate.of(2026, 2, 3),
            () -> NOON)) {
      server.start();
      Client client = new Client(server.url());
      List<String> wanted = new ArrayList<>();
      for (JsonNode item : client.json("/items/changes?limit=1000&" + RANGE).get("items")) {
        wanted.add(
            String.join(
                ",",
                item.get("number").asText(),
                item.get("version").asText(),
                item.get("updated").textValue(),
                item.get("stock").asText(),
                item.get("price").textValue()));
      }
      List<String> lines = new ArrayList<>();
      List<Integer> sizes = new ArrayList<>();
      Optional<String> query = Optional.of("?form=csv&limit=10&" + RANGE);
      while (query.isPresent()) {
        HttpResponse<String> answer = client.get("/items/changes" + query.get());
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/csv");
        List<String> page = answer.body().lines().toList();
        assertThat(page.get(0)).isEqualTo("number,version,updated,stock,price");
        lines.addAll(page.subList(1, page.size()));
        sizes.add(page.size() - 1);
        query =
            answer.headers().firstValue("Link").map(link -> link.substring(1, link.indexOf('>')));
      }
      assertThat(lines).isEqualTo(wanted);
      assertThat(sizes).hasSizeGreaterThan(2);
      assertThat(client.get("/items/changes?form=xml").statusCode()).isEqualTo(400);
    }
  }
}
