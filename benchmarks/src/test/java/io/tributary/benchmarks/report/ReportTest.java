package io.tributary.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class ReportTest {
  private static final Result RESULT =
      new Result(
          "sink",
          "How fast & how <steady>?",
          List.of(
              new Result.Line(
                  "plain", "no Spark", Map.of("records/s", new Spread(20_000, 25_000.4, 30_000))),
              new Result.Line("ours", "ours", Map.of("records/s", new Spread(1, 2.5, 12.34)))),
          Map.of("ours_vs_plain", new Spread(0.9, 0.95123456, 1)));

  private static final Machine MACHINE = new Machine("chip", 2, 4_096, "Linux 6", "17", 0.25);

  @Test
  void json_beginsWithTheMediansOfTheRatios() throws Exception {
    String json = ResultJson.of(MACHINE, List.of(RESULT));
    assertThat(json).startsWith("{\"ratios\":{\"ours_vs_plain\":0.9512}").doesNotContain("\n");
    JsonNode rate = new ObjectMapper().readTree(json).at("/measures/sink/plain/records~1s");
    assertThat(rate.get("min").asDouble()).isEqualTo(20_000);
    assertThat(rate.get("median").asDouble()).isEqualTo(25_000);
    assertThat(rate.get("max").asDouble()).isEqualTo(30_000);
  }

  @Test
  void markdown_hasALineOfEachVariant_andTheRatios() {
    assertThat(Markdown.of(RESULT))
        .contains("| no Spark | 25,000 (20,000 – 30,000) |")
        .contains("| ours | 2.50 (1.00 – 12.3) |")
        .contains("| `ours_vs_plain` | 0.95 | 0.90 to 1.00 |");
  }

  @Test
  void chart_isWellFormed_andHasABarOfEachVariant() throws Exception {
    String svg = Chart.of(RESULT);
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    // one more is the ground
    assertThat(document.getElementsByTagName("rect").getLength()).isEqualTo(3);
  }
}
