package io.tributary.console.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PrometheusTextTest {

  @Test
  void parse_readsSamplesWithAndWithoutLabels() {
    PrometheusText text =
        PrometheusText.parse(
            """
            # HELP lag Records
            # TYPE lag gauge
            lag{pipeline="users",topic="a",partition="0"} 3.0
            lag{pipeline="users",topic="a",partition="1"} 4.0 1764440000000
            lag{pipeline="orders",topic="b",partition="0"} 100.0
            up 1
            big 1.5E7
            most{le="+Inf"} +Inf
            """);

    assertThat(text.sum("lag", "pipeline", "users")).hasValue(7);
    assertThat(text.all("up")).containsExactly(new PrometheusText.Sample(Map.of(), 1));
    assertThat(text.all("big").get(0).value()).isEqualTo(15_000_000);
    assertThat(text.all("most").get(0).value()).isInfinite();
    assertThat(text.sum("absent", "pipeline", "users")).isEmpty();
  }

  @Test
  void parse_readsEscapedLabels() {
    PrometheusText text =
        PrometheusText.parse("x{path=\"C:\\\\dir\",said=\"a \\\"b\\\"\\n{c},d\",last=\"1\"} 2\n");

    assertThat(text.all("x").get(0).labels())
        .isEqualTo(Map.of("path", "C:\\dir", "said", "a \"b\"\n{c},d", "last", "1"));
  }

  @Test
  void parse_passesOverWhatIsNoSample() {
    assertThat(PrometheusText.parse("<html>\nnot a sample\n}{ 1\n\n").all("not")).isEmpty();
  }
}
