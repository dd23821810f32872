package io.tributary.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import io.tributary.runtime.time.Ticker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.Spliterators;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each line of what is known of randomuser.me, asked of the simulator over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SimulatorServerTest {
  private static final SimulatorConfig UNLIMITED = SimulatorConfig.defaults().withoutRateLimit();

  private final SimulatorServer server = new SimulatorServer(UNLIMITED);
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

  // versions

  @ParameterizedTest
  @CsvSource({
    "/api/, 1.4",
    "/api, 1.4",
    "/api/1.4/, 1.4",
    "/api/1.4, 1.4",
    "/api/1.3/, 1.3",
    "/api/1.2/, 1.2"
  })
  void version_isTheOneAskedForOrTheLatest(String path, String version) throws Exception {
    assertThat(client.json(path).at("/info/version").asText()).isEqualTo(version);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/1.5/", "/api/0.9/", "/api/latest/", "/apis/", "/", "/api/1.4/x"})
  void unknownVersionOrPath_is404(String path) throws Exception {
    HttpResponse<String> answer = client.get(path);
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(Client.JSON.readTree(answer.body()).get("error").isTextual()).isTrue();
  }

  @Test
  void post_is405() throws Exception {
    HttpRequest post =
        HttpRequest.newBuilder(server.url()).POST(HttpRequest.BodyPublishers.noBody()).build();
    assertThat(
            HttpClient.newHttpClient()
                .send(post, HttpResponse.BodyHandlers.discarding())
                .statusCode())
        .isEqualTo(405);
  }

  // parameters

  @ParameterizedTest
  @CsvSource({
    "'', 1",
    "results=1, 1",
    "results=10, 10",
    "results=5000, 5000",
    "results=5001, 1",
    "results=0, 1",
    "results=-5, 1",
    "results=ten, 1",
    "results=99999999999999, 1",
    "results=, 1"
  })
  void results_areThoseAskedFor_orOneWhenOutOfRange(String query, int count) throws Exception {
    JsonNode answer = client.json("?seed=a&" + query);
    assertThat(answer.get("results")).hasSize(count);
    assertThat(answer.at("/info/results").asInt()).isEqualTo(count);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "7, 7", "10000, 10000", "10001, 1", "0, 1", "-1, 1", "x, 1", "'', 1"})
  void page_isTheOneAskedFor_orTheFirstWhenOutOfRange(String page, int number) throws Exception {
    JsonNode answer = client.json("?seed=a&results=3&page=" + page);
    assertThat(answer.at("/info/page").asInt()).isEqualTo(number);
    assertThat(answer.get("results"))
        .isEqualTo(client.json("?seed=a&results=3&page=" + number).get("results"));
  }

  @Test
  void nat_hasAllTwentyOne_whenNotGiven() throws Exception {
    assertThat(texts(client.users("?seed=a&results=2000"), "/nat"))
        .containsExactlyInAnyOrder(
            "AU BR CA CH DE DK ES FI FR GB IE IN IR MX NL NO NZ RS TR UA US".split(" ", -1));
  }

  @ParameterizedTest
  @CsvSource({"gb, GB", "'IR,ua', 'IR,UA'", "'%20no%20,XX', NO", "'no,no', NO"})
  void nat_restrictsToTheKnownOnes(String nat, String found) throws Exception {
    assertThat(texts(client.users("?results=100&nat=" + nat), "/nat"))
        .containsExactlyInAnyOrder(found.split(",", -1));
  }

  @Test
  void nat_isIgnored_whenUnknown() throws Exception {
    assertThat(texts(client.users("?seed=a&results=500&nat=XX"), "/nat")).hasSize(21);
  }

  @ParameterizedTest
  @ValueSource(strings = {"male", "female"})
  void gender_isThatOfAll_withoutSeed(String gender) throws Exception {
    assertThat(texts(client.users("?results=200&gender=" + gender), "/gender"))
        .containsExactly(gender);
  }

  @Test
  void gender_isIgnored_withSeed() throws Exception {
    assertThat(client.users("?seed=a&results=50&gender=male"))
        .isEqualTo(client.users("?seed=a&results=50"));
    assertThat(texts(client.users("?seed=a&results=50&gender=male"), "/gender")).hasSize(2);
  }

  @Test
  void inc_keepsOnlyTheseMembers_withTheSameValues() throws Exception {
    JsonNode whole = client.users("?seed=a").get(0);
    JsonNode part = client.users("?seed=a&inc=login,Nat,%20name").get(0);
    assertThat(names(part)).containsExactly("name", "login", "nat");
    names(part).forEach(name -> assertThat(part.get(name)).isEqualTo(whole.get(name)));
  }

  @Test
  void exc_leavesTheseMembersOut_withTheSameValues() throws Exception {
    JsonNode whole = client.users("?seed=a").get(0);
    JsonNode part = client.users("?seed=a&exc=login,gender").get(0);
    assertThat(names(part)).hasSize(10).doesNotContain("login", "gender");
    names(part).forEach(name -> assertThat(part.get(name)).isEqualTo(whole.get(name)));
  }

  @Test
  void noinfo_leavesTheInfoOut() throws Exception {
    assertThat(names(client.json("?noinfo"))).containsExactly("results");
    assertThat(names(client.json("?results=2"))).containsExactly("results", "info");
  }

  @Test
  void password_isIgnored() throws Exception {
    assertThat(client.users("?seed=a&password=upper,8-64")).isEqualTo(client.users("?seed=a"));
  }

  @Test
  void format_isJsonOnly() throws Exception {
    assertThat(client.get("?format=json").statusCode()).isEqualTo(200);
    HttpResponse<String> refused = client.get("?format=csv");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("JSON only").contains("csv");
  }

  @Test
  void contentType_isJson() throws Exception {
    assertThat(client.get("").headers().firstValue("Content-Type"))
        .hasValue("application/json; charset=utf-8");
  }

  // the same again

  @ParameterizedTest
  @ValueSource(strings = {"", "1.2/", "1.3/"})
  void page_isTheSame_fromAnotherServer(String version) throws Exception {
    String page = version + "?seed=run-17&page=3&results=200";
    try (SimulatorServer other = new SimulatorServer(UNLIMITED)) {
      other.start();
      assertThat(new Client(other.url()).get(page).body()).isEqualTo(client.get(page).body());
    }
  }

  @Test
  void page_beginsWithTheShorterOne() throws Exception {
    List<JsonNode> twenty = client.users("?seed=a&results=20");
    assertThat(twenty).hasSize(20);
    assertThat(twenty.subList(0, 10)).isEqualTo(client.users("?seed=a&results=10"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"?seed=a&page=2", "?seed=b", "1.3/?seed=a", "?seed=a&nat=gb,us", "?seed=A"})
  void users_areOthers_whenAnythingIsDifferent(String other) throws Exception {
    assertThat(texts(client.users(other + "&results=100"), "/login/uuid"))
        .doesNotContainAnyElementsOf(texts(client.users("?seed=a&results=100"), "/login/uuid"));
  }

  @Test
  void nat_givesTheSame_inAnyOrder() throws Exception {
    assertThat(client.users("?seed=a&results=20&nat=us,gb"))
        .isEqualTo(client.users("?seed=a&results=20&nat=GB,US"));
  }

  @Test
  void seed_isDrawnAndReported_whenNotGiven() throws Exception {
    JsonNode answer = client.json("?results=5");
    String seed = answer.at("/info/seed").asText();
    assertThat(seed).matches("[0-9a-f]{16}");
    assertThat(client.json("?results=5").at("/info/seed").asText()).isNotEqualTo(seed);
    assertThat(client.json("?results=5&seed=" + seed).get("results"))
        .isEqualTo(answer.get("results"));
  }

  @Test
  void seed_isReportedAsItCame() throws Exception {
    assertThat(client.json("?seed=%22%C3%A4%5C%0A+b").at("/info/seed").asText())
        .isEqualTo("\"ä\\\n b");
  }

  @Test
  void ages_dependOnToday_andNothingElseDoes() throws Exception {
    try (SimulatorServer then = on("2024-02-29");
        SimulatorServer later = on("2034-02-28")) {
      then.start();
      later.start();
      JsonNode young = new Client(then.url()).users("?seed=a").get(0);
      JsonNode old = new Client(later.url()).users("?seed=a").get(0);
      assertThat(old.at("/dob/date")).isEqualTo(young.at("/dob/date"));
      for (String member : List.of("dob", "registered")) {
        LocalDate date =
            LocalDate.parse(young.at("/" + member + "/date").asText().substring(0, 10));
        assertThat(young.at("/" + member + "/age").asInt())
            .isEqualTo((int) ChronoUnit.YEARS.between(date, LocalDate.of(2024, 2, 29)));
        assertThat(old.at("/" + member + "/age").asInt())
            .isEqualTo((int) ChronoUnit.YEARS.between(date, LocalDate.of(2034, 2, 28)));
      }
    }
  }

  @Test
  void uuids_areUnique_andEmailsAreNot() throws Exception {
    List<JsonNode> users =
        Stream.concat(
                client.users("?seed=a&results=5000&nat=fi").stream(),
                client.users("?seed=a&results=5000&nat=fi&page=2").stream())
            .toList();
    assertThat(users).hasSize(10_000);
    assertThat(texts(users, "/login/uuid"))
        .hasSize(10_000)
        .allMatch(uuid -> UUID.fromString(uuid).version() == 4)
        .allMatch(uuid -> UUID.fromString(uuid).variant() == 2);
    assertThat(texts(users, "/email")).hasSizeLessThan(10_000);
  }

  // values

  @Test
  void postcode_isANumberForMostNationsAndTextForOthers() throws Exception {
    List<JsonNode> users = client.users("?seed=a&results=5000");
    Set<String> text = new HashSet<>();
    Set<String> number = new HashSet<>();
    int numbers = 0;
    for (JsonNode user : users) {
      JsonNode postcode = user.at("/location/postcode");
      (postcode.isIntegralNumber() ? number : text).add(user.get("nat").asText());
      numbers += postcode.isIntegralNumber() ? 1 : 0;
    }
    assertThat(text).containsExactlyInAnyOrder("CA", "GB", "NL", "NO");
    assertThat(number).hasSize(17).doesNotContainAnyElementsOf(text);
    assertThat(numbers / (double) (users.size() - numbers)).isBetween(3.5, 5.0);
  }

  @Test
  void idValue_isNullForFourNations() throws Exception {
    Set<String> without = new HashSet<>();
    Set<String> with = new HashSet<>();
    for (JsonNode user : client.users("?seed=a&results=3000")) {
      (user.at("/id/value").isNull() ? without : with).add(user.get("nat").asText());
    }
    assertThat(without).containsExactlyInAnyOrder("IR", "NZ", "TR", "UA");
    assertThat(with).hasSize(17).doesNotContainAnyElementsOf(without);
  }

  @Test
  void coordinates_areTexts() throws Exception {
    for (JsonNode user : client.users("?seed=a&results=500")) {
      JsonNode coordinates = user.at("/location/coordinates");
      assertThat(coordinates.get("latitude").textValue()).matches("-?\\d{1,2}\\.\\d{4}");
      assertThat(coordinates.get("longitude").textValue()).matches("-?\\d{1,3}\\.\\d{4}");
    }
  }

  @ParameterizedTest
  @CsvSource({"RS, CYRILLIC", "UA, CYRILLIC", "IR, ARABIC", "FI, LATIN", "DE, LATIN", "TR, LATIN"})
  void namesAndAddresses_areInTheNationsScript(String nat, String script) throws Exception {
    for (JsonNode user : client.users("?seed=a&results=300&nat=" + nat)) {
      for (String where :
          List.of("/name/first", "/name/last", "/location/city", "/location/street/name")) {
        assertThat(user.at(where).asText().codePoints().filter(Character::isLetter))
            .as("%s of %s", where, user)
            .isNotEmpty()
            .allMatch(
                letter ->
                    Character.UnicodeScript.of(letter) == Character.UnicodeScript.valueOf(script));
      }
    }
  }

  @Test
  void someValues_haveStraySpaces() throws Exception {
    List<JsonNode> users = client.users("?seed=a&results=2000");
    assertThat(texts(users, "/location/street/name")).anyMatch(street -> street.endsWith(" "));
    assertThat(texts(users, "/location/city")).anyMatch(city -> city.startsWith(" "));
    assertThat(
            users.stream()
                .filter(
                    user ->
                        !user.at("/location/street/name")
                            .asText()
                            .strip()
                            .equals(user.at("/location/street/name").asText()))
                .count())
        .as("of 2000")
        .isBetween(40L, 240L);
  }

  @Test
  void email_isOne_inVersionsThatWriteItInLatin() throws Exception {
    for (String version : List.of("1.3/", "1.4/")) {
      assertThat(texts(client.users(version + "?seed=a&results=2000"), "/email"))
          .allMatch(email -> email.matches("[a-z]+\\.[a-z]+@example\\.com"));
    }
  }

  @Test
  void version12_isInSmallLettersWithTheStreetAsText() throws Exception {
    for (JsonNode user : client.users("1.2/?seed=a&results=500")) {
      assertThat(user.at("/location/street").textValue()).matches("(?s).*\\d+.*");
      assertThat(user.at("/location").has("country")).isFalse();
      for (String where :
          List.of(
              "/name/title", "/name/first", "/name/last", "/location/street", "/location/city")) {
        String text = user.at(where).asText();
        assertThat(text).isEqualTo(text.toLowerCase(Locale.ROOT));
      }
      assertThat(user.at("/dob/date").asText())
          .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
    }
  }

  @Test
  void dates_haveMilliseconds_fromVersion13() throws Exception {
    for (JsonNode user : client.users("1.3/?seed=a&results=500")) {
      assertThat(user.at("/registered/date").asText())
          .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z")
          .satisfies(Instant::parse);
    }
  }

  @Test
  void page_isAsLargeAsARealOne() throws Exception {
    byte[] page = client.get("?seed=a&results=5000").body().getBytes(StandardCharsets.UTF_8);
    assertThat(page.length / 5000.0).as("bytes per user").isBetween(1000.0, 1160.0);
  }

  @Test
  void credentials_areWhatTheyClaim() throws Exception {
    JsonNode login = client.users("?seed=a").get(0).get("login");
    String salted = login.get("password").asText() + login.get("salt").asText();
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(salted.getBytes(StandardCharsets.UTF_8));
    assertThat(login.get("sha256").asText()).isEqualTo(HexFormat.of().formatHex(hash));
  }

  // the server

  @Test
  void health_answers() throws Exception {
    assertThat(client.get("/health").statusCode()).isEqualTo(200);
  }

  @Test
  void served_countsWhatWasAnswered() throws Exception {
    try (SimulatorServer counted = new SimulatorServer(UNLIMITED)) {
      counted.start();
      Client asking = new Client(counted.url());
      asking.get("?results=30");
      asking.get("/items?limit=12");
      asking.get("/health");
      asking.get("/api/9.9/");
      assertThat(counted.served()).isEqualTo(new Served(2, 2, 42, 0, 0, Map.of()));
      assertThat(asking.json("/served"))
          .isEqualTo(
              Client.JSON.readTree(
                  "{\"requests\":2,\"pages\":2,\"records\":42,\"flawed\":0,\"limited\":0,\"faults\":{}}"));
    }
  }

  @Test
  void start_saysWhatToDo_whenThePortIsTaken() {
    try (SimulatorServer second = new SimulatorServer(UNLIMITED.withPort(server.url().getPort()))) {
      assertThatIOException()
          .isThrownBy(second::start)
          .withMessageContaining(":" + server.url().getPort())
          .withMessageContaining("--port");
    }
  }

  @Test
  void close_mayBeCalledAgain() throws Exception {
    SimulatorServer closed = new SimulatorServer(UNLIMITED);
    closed.close();
    closed.start();
    closed.close();
    closed.close();
    assertThatIllegalStateException().isThrownBy(closed::url);
  }

  private static SimulatorServer on(String day) {
    return new SimulatorServer(UNLIMITED, Ticker.system(), () -> LocalDate.parse(day));
  }

  private static Set<String> texts(List<JsonNode> users, String pointer) {
    return users.stream().map(user -> user.at(pointer).asText()).collect(Collectors.toSet());
  }

  private static List<String> names(JsonNode object) {
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(object.fieldNames(), 0), false)
        .toList();
  }
}
