package io.tributary.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tributary.simulator.fault.Fault;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The source of another kind. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ItemsTest {
  private final SimulatorServer server =
      new SimulatorServer(SimulatorConfig.defaults().withoutRateLimit().withItems(250));
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
  void pages_areChainedByTokens_upToTheLast() throws Exception {
    List<Integer> sizes = new ArrayList<>();
    List<Long> numbers = new ArrayList<>();
    String query = "?limit=100";
    while (true) {
      JsonNode page = client.json(server.itemsUrl() + query);
      List<JsonNode> items = Client.list(page.at("/data/items"));
      sizes.add(items.size());
      items.forEach(item -> numbers.add(item.get("number").longValue()));
      if (page.at("/meta/next").isNull()) {
        break;
      }
      query = "?limit=100&after=" + page.at("/meta/next").textValue();
    }
    assertThat(sizes).containsExactly(100, 100, 50);
    assertThat(numbers).isEqualTo(IntStream.rangeClosed(1, 250).mapToObj(i -> (long) i).toList());
  }

  @Test
  void page_isTheSame_whateverTheLimit() throws Exception {
    JsonNode small = client.json("/items?limit=10").at("/data/items");
    JsonNode large = client.json("/items?limit=20").at("/data/items");
    assertThat(Client.list(large).subList(0, 10)).isEqualTo(Client.list(small));
  }

  @Test
  void page_hasAHundred_whenNoLimitIsGiven() throws Exception {
    assertThat(client.json("/items").at("/data/items")).hasSize(100);
    assertThat(client.json("/items").at("/meta/total").intValue()).isEqualTo(250);
  }

  @Test
  void item_hasAShapeOfItsOwn() throws Exception {
    for (JsonNode item : client.json("/items?limit=250").at("/data/items")) {
      assertThat(item.get("number").isIntegralNumber()).isTrue();
      assertThat(item.at("/person/full_name").textValue()).isNotBlank();
      assertThat(item.at("/person/mail").textValue()).matches("[a-z]+\\.[a-z]+\\d+@example\\.com");
      assertThat(item.at("/person/nation").textValue()).hasSize(2);
      assertThat(LocalDate.parse(item.get("born").textValue())).isBefore("2010-01-01");
      assertThat(Instant.parse(item.get("joined").textValue())).isAfter("2009-12-31T00:00:00Z");
      assertThat(item.get("height_m").isDouble()).isTrue();
      assertThat(item.get("balance").textValue()).matches("\\d+\\.\\d\\d");
      assertThat(item.get("visits").isInt()).isTrue();
      assertThat(item.get("active").isBoolean()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"limit=0", "limit=1001", "limit=x", "after=zzz", "after=-1", "after=zzzzzzzzzz"})
  void request_isRefused_whenItMakesNoSense(String query) throws Exception {
    HttpResponse<String> refused = client.get("/items?" + query);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(Client.JSON.readTree(refused.body()).get("error").textValue()).contains("'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"page", "offset", "keyset"})
  void items_comeByNumber_upToTheLast(String kind) throws Exception {
    List<Long> numbers = new ArrayList<>();
    for (int page = 0; page < 3; page++) {
      String at =
          switch (kind) {
            case "page" -> "page=" + (page + 1);
            case "offset" -> "offset=" + page * 100;
            default -> "after=" + page * 100;
          };
      JsonNode answer = client.json("/items/%s?limit=100&%s".formatted(kind, at));
      Client.list(answer.at("/data/items"))
          .forEach(item -> numbers.add(item.get("number").longValue()));
      assertThat(answer.at("/meta/more").booleanValue()).isEqualTo(page < 2);
      assertThat(answer.at("/meta/total").intValue()).isEqualTo(250);
    }
    assertThat(numbers).isEqualTo(IntStream.rangeClosed(1, 250).mapToObj(i -> (long) i).toList());
  }

  @Test
  void items_comeByUrl_andByLink() throws Exception {
    JsonNode page = client.json("/items/next-url?limit=200");
    assertThat(page.at("/meta/next").textValue()).isEqualTo("?after=5k&limit=200");
    assertThat(client.json("/items/next-url?after=5k&limit=200").at("/meta/next").isNull())
        .isTrue();
    HttpResponse<String> linked = client.get("/items/link-header?limit=200");
    assertThat(linked.headers().firstValue("Link")).contains("<?after=5k&limit=200>; rel=\"next\"");
    assertThat(client.get("/items/link-header?after=5k&limit=200").headers().firstValue("Link"))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 404, 410, 416})
  void end_isTheStatusBehindTheLastItem(int status) throws Exception {
    assertThat(client.get("/items/page?page=4&end=" + status).statusCode()).isEqualTo(status);
    assertThat(client.get("/items/page?page=3&end=" + status).statusCode()).isEqualTo(200);
    assertThat(client.json("/items/offset?offset=250&end=null").at("/data/items").isNull())
        .isTrue();
    assertThat(client.json("/items/keyset?after=250").at("/data/items")).isEmpty();
  }

  @Test
  void form_isHowTheSameItemsAreWritten() throws Exception {
    List<JsonNode> items = Client.list(client.json("/items?limit=3").at("/data/items"));
    JsonNode first = items.get(0);
    JsonNode rows = client.json("/items/page?limit=3&form=rows").at("/data/items");
    assertThat(rows.at("/0/0")).isEqualTo(first.get("number"));
    assertThat(rows.at("/0/7")).isEqualTo(first.get("balance"));
    JsonNode columns = client.json("/items/page?limit=3&form=columns").at("/data/items");
    assertThat(columns.at("/full_name/2")).isEqualTo(items.get(2).at("/person/full_name"));
    assertThat(client.json("/items?limit=3&form=map").at("/data/items/item-2"))
        .isEqualTo(items.get(1));
    assertThat(client.json("/items?limit=3&form=nested").at("/data/items/2/members/0"))
        .isEqualTo(items.get(2));
    HttpResponse<String> lines = client.get("/items/offset?limit=3&form=ndjson");
    assertThat(lines.headers().firstValue("Content-Type")).contains("application/x-ndjson");
    List<JsonNode> objects = new ArrayList<>();
    for (String line : lines.body().lines().toList()) {
      objects.add(Client.JSON.readTree(line));
    }
    assertThat(objects).isEqualTo(items);
    String[] csv = client.get("/items/keyset?limit=3&form=csv").body().split("\r\n", -1);
    assertThat(csv).hasSize(5);
    assertThat(csv[0]).startsWith("number,full_name,mail");
    assertThat(csv[1]).startsWith("1,\"%s\",".formatted(first.at("/person/full_name").textValue()));
    assertThat(client.get("/items?limit=3&form=xml").body())
        .contains("<total>250</total><next>3</next>", "<item number=\"3\"><full_name>");
    assertThat(client.get("/items/link-header?limit=3&form=csv").headers().firstValue("Link"))
        .contains("<?after=3&limit=3&form=csv>; rel=\"next\"");
    assertThat(client.get("/items?form=yaml").statusCode()).isEqualTo(400);
  }

  @Test
  void badRecord_hasNoNumber() throws Exception {
    try (SimulatorServer faulty =
        new SimulatorServer(SimulatorConfig.defaults().withFault(Fault.BAD_RECORD, 5))) {
      faulty.start();
      List<JsonNode> items =
          Client.list(new Client(faulty.url()).json("/items?limit=10").at("/data/items"));
      assertThat(items.stream().filter(item -> !item.get("number").isNumber()))
          .containsExactly(items.get(4), items.get(9));
    }
  }
}
