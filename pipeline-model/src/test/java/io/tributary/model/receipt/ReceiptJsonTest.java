package io.tributary.model.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReceiptJsonTest {
  private static final Receipt RECEIPT =
      new Receipt(
          "run-1",
          "users",
          "https://randomuser.me/api/1.4/",
          Optional.of("seed"),
          1,
          2,
          1000,
          1000,
          998,
          2,
          true,
          List.of(new OffsetRange("users_created", 0, 5, 1002, 998)),
          Instant.parse("2026-01-01T00:00:00Z"),
          Instant.parse("2026-01-01T00:00:02.500Z"),
          Optional.of(
              new Contents(
                  997, true, Map.of("email", 12L), Map.of("height", 3L), Map.of("seen", 4L))),
          Optional.of(
              new SourceReading(
                  Optional.of("no-next"), Optional.of("page 2 names no other"), 2, 3)),
          Optional.empty());

  @Test
  void write_saysEverythingOnOneLine() {
    assertThat(ReceiptJson.write(RECEIPT))
        .isEqualTo(
            """
            {"run_id":"run-1","pipeline":"users","source":"https://randomuser.me/api/1.4/",\
            "seed":"seed","pages":{"first":1,"last":2},\
            "reading":{"end":"no-next","how":"page 2 names no other","pages":2,"requests":3},\
            "asked":1000,"fetched":1000,\
            "published":998,"rejected":2,"complete":true,\
            "distinct_keys":997,"distinct_keys_exact":true,"values":{"email":12},\
            "replaced":{"height":3},"unlikely_times":{"seen":4},\
            "offsets":[{"topic":"users_created","partition":0,"first":5,"last":1002,"records":998}],\
            "started":"2026-01-01T00:00:00Z","ended":"2026-01-01T00:00:02.500Z",\
            "seconds":2.5,"records_per_second":399}""");
  }

  private static final String COUNTS =
      "\"replaced\":{\"height\":3},\"unlikely_times\":{\"seen\":4},";

  @Test
  void read_takesAReceiptOfAnEarlierVersion_withoutCountsOfTheMapping() throws Exception {
    Receipt earlier = ReceiptJson.read(ReceiptJson.write(RECEIPT).replace(COUNTS, ""));

    assertThat(earlier.contents()).contains(new Contents(997, true, Map.of("email", 12L)));
    assertThat(ReceiptJson.read(ReceiptJson.write(RECEIPT))).isEqualTo(RECEIPT);
  }

  @Test
  void read_takesWhatWasWritten_ofARunThatDeletes() throws Exception {
    String deleting =
        ReceiptJson.write(RECEIPT)
            .replace("\"unlikely_times\":{\"seen\":4},", "\"unlikely_times\":{},\"deleted\":7,");

    Receipt read = ReceiptJson.read(deleting);

    assertThat(read.contents().orElseThrow().deleted()).isEqualTo(7);
    assertThat(ReceiptJson.write(read)).isEqualTo(deleting);
  }

  @Test
  void read_takesAReceiptOfAnEarlierVersion_withoutContents() throws Exception {
    String earlier =
        ReceiptJson.write(RECEIPT)
            .replace(
                "\"distinct_keys\":997,\"distinct_keys_exact\":true,\"values\":{\"email\":12},"
                    + COUNTS,
                "");

    assertThat(ReceiptJson.read(earlier).contents()).isEmpty();
    assertThat(ReceiptJson.read(earlier).published()).isEqualTo(998);
  }

  @Test
  void read_takesAReceiptOfAnEarlierVersion_withoutReading() throws Exception {
    String earlier =
        ReceiptJson.write(RECEIPT)
            .replace(
                "\"reading\":{\"end\":\"no-next\",\"how\":\"page 2 names no other\",\"pages\":2,\"requests\":3},",
                "");

    assertThat(ReceiptJson.read(earlier).reading()).isEmpty();
    assertThat(ReceiptJson.read(earlier).published()).isEqualTo(998);
  }

  @Test
  void read_givesBackWhatWasWritten() throws Exception {
    assertThat(ReceiptJson.read(ReceiptJson.write(RECEIPT))).isEqualTo(RECEIPT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                     | it is not one JSON object",
        "{                      | it is not one JSON object",
        "[]                     | it is not one JSON object",
        "{} {}                  | it is not one JSON object",
        "{}                     | it has no 'offsets'",
        "{\"offsets\":1}        | its 'offsets' is not a list",
        "{\"offsets\":[1]}      | it has no 'topic'",
        "{\"offsets\":[],\"pages\":{},\"run_id\":5} | its 'run_id' is not a text",
      })
  void read_namesWhatIsWrong(String text, String message) {
    assertThatThrownBy(() -> ReceiptJson.read(text))
        .isInstanceOf(MalformedReceiptException.class)
        .hasMessage(message);
  }

  @Test
  void read_refusesNumbersOutOfRange() {
    String negative = ReceiptJson.write(RECEIPT).replace("\"asked\":1000", "\"asked\":-1");
    String huge = ReceiptJson.write(RECEIPT).replace("\"partition\":0", "\"partition\":4294967296");
    String late = ReceiptJson.write(RECEIPT).replace("00:00:02.500Z", "25:00");

    assertThatThrownBy(() -> ReceiptJson.read(negative)).hasMessageContaining("'asked'");
    assertThatThrownBy(() -> ReceiptJson.read(huge)).hasMessageContaining("'partition'");
    assertThatThrownBy(() -> ReceiptJson.read(late)).hasMessageContaining("'ended'");
  }
}
