package io.tributary.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplicationTest {
  @Test
  void parse_isSimple_whenANumberIsGiven() {
    assertThat(Replication.parse(" 3 ").options())
        .containsExactly(
            Map.entry("class", "SimpleStrategy"), Map.entry("replication_factor", "3"));
  }

  @Test
  void parse_isPerDataCentre_whenTheyAreNamed() {
    assertThat(Replication.parse("eu-west:3, dc_2:2").options())
        .containsExactly(
            Map.entry("class", "NetworkTopologyStrategy"),
            Map.entry("dc_2", "2"),
            Map.entry("eu-west", "3"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "0", "-1", "three", "dc1", "dc1:", "dc1:0", "dc1:3,", "dc1:3,dc1:2", "a'b:3"})
  void parse_refuses_whatIsNoReplication(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Replication.parse(text))
        .withMessageContaining("expected a number like 1");
  }

  @Test
  void equals_holds_whenCassandraNamesTheWholeClass() {
    for (String text : List.of("2", "dc1:3,dc2:2")) {
      Replication asked = Replication.parse(text);
      Map<String, String> stored = new HashMap<>(asked.options());
      stored.computeIfPresent("class", (key, name) -> "org.apache.cassandra.locator." + name);
      assertThat(new Replication(stored)).isEqualTo(asked);
    }
  }
}
