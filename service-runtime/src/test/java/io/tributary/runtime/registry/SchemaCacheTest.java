package io.tributary.runtime.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.runtime.time.FakeTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SchemaCacheTest {
  private static final int ID = 7;

  private final FakeTicker ticker = new FakeTicker();
  private final Schemas schemas = new Schemas();
  private final List<String> made = new ArrayList<>();
  private final SchemaCache<String> cache =
      new SchemaCache<>(
          schemas,
          schema -> {
            made.add(schema.text());
            return schema.text();
          },
          why -> "unknown: " + why,
          Duration.ofMinutes(5),
          ticker);

  @Test
  void find_asksTheRegistryOnce_andMakesOnce() throws Exception {
    schemas.byId.put(ID, "seven");

    for (int i = 0; i < 1_000; i++) {
      assertThat(cache.find(ID)).isEqualTo("seven");
    }

    assertThat(schemas.asked).containsExactly(ID);
    assertThat(made).containsExactly("seven");
  }

  @Test
  void find_doesNotAskAgainSoon_forWhatTheRegistryDoesNotHave() throws Exception {
    for (int i = 0; i < 1_000; i++) {
      assertThat(cache.find(ID)).isEqualTo("unknown: a fake has no schema with this id");
    }
    assertThat(schemas.asked).hasSize(1);

    schemas.byId.put(ID, "seven");
    ticker.pass(Duration.ofSeconds(11));

    assertThat(cache.find(ID)).isEqualTo("seven");
    assertThat(schemas.asked).hasSize(2);
  }

  @Test
  void find_asksEverMoreSeldom_forWhatIsNeverThere() throws Exception {
    for (int second = 0; second < 3_600; second++) {
      cache.find(ID);
      ticker.pass(Duration.ofSeconds(1));
    }

    assertThat(schemas.asked).hasSizeBetween(8, 13);
  }

  @Test
  void find_waitsForARegistryThatIsAway_andKnownIdsDoNot() throws Exception {
    schemas.byId.put(ID, "seven");
    cache.find(ID);
    schemas.byId.put(8, "eight");
    schemas.failures = 4;

    assertThat(cache.find(ID)).isEqualTo("seven");
    assertThat(cache.find(8)).isEqualTo("eight");
    assertThat(schemas.asked).containsExactly(ID, 8, 8, 8, 8, 8);
  }

  /** It is not asked as fast as the machine can. */
  @Test
  void find_pausesBetweenItsQuestions_andEverLonger() throws Exception {
    schemas.byId.put(ID, "seven");
    schemas.failures = 10;
    long before = ticker.nanos();

    cache.find(ID);

    assertThat(ticker.since(before)).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(90));
    assertThat(schemas.asked).hasSize(11);
  }

  /** Anybody can write any id: what is not there takes no room for ever. */
  @Test
  void find_asksAgain_afterTenThousandOtherUnknownIds() throws Exception {
    cache.find(ID);
    for (int other = 1_000; other < 10_999; other++) {
      cache.find(other);
    }
    assertThat(schemas.asked).hasSize(10_000);
    cache.find(ID);
    assertThat(schemas.asked).as("known not to be there").hasSize(10_000);

    cache.find(11_000);
    cache.find(ID);

    assertThat(schemas.asked).hasSize(10_002);
  }

  @Test
  void find_givesUp_whenTheLimitIsOver() {
    schemas.failures = Integer.MAX_VALUE;

    assertThatThrownBy(() -> cache.find(ID))
        .isInstanceOf(SchemaCache.AwayException.class)
        .hasMessage("away");
  }

  private static final class Schemas implements SchemaRegistry {
    private final Map<Integer, String> byId = new HashMap<>();
    private final List<Integer> asked = new ArrayList<>();
    private int failures;

    @Override
    public Optional<RegisteredSchema> byId(int id) throws RegistryException {
      asked.add(id);
      if (failures > 0) {
        failures--;
        throw new RegistryException("away", true);
      }
      return Optional.ofNullable(byId.get(id)).map(text -> new RegisteredSchema("AVRO", text));
    }

    @Override
    public int register(String subject, RegisteredSchema schema) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<Integer> versions(String subject) {
      return List.of();
    }

    @Override
    public Optional<SchemaVersion> version(String subject, int version) {
      return Optional.empty();
    }

    @Override
    public Optional<String> rule(String subject) {
      return Optional.empty();
    }

    @Override
    public void setRule(String subject, String rule) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<SchemaVersion> find(String subject, RegisteredSchema schema) {
      return Optional.empty();
    }

    @Override
    public boolean accepts(String subject, RegisteredSchema schema) {
      return true;
    }

    @Override
    public String name() {
      return "a fake";
    }
  }
}
