package io.tributary.model.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.definition.Pipeline;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceRecordMapperTest {
  private static final String DEFINITION =
      """
      name: orders
      source: {url: "http://localhost/orders", records: /items, paging: {type: none}}
      event:
        key: id
        fields:
          - {name: id, type: bigint, from: /id, required: true}
          - {name: buyer, type: text, from: /buyer/name, required: true}
      topic: {name: orders, partitions: 2}
      table: {keyspace: shop, name: orders, key: [id]}
      """;

  private final SourceRecordMapper mapper;

  SourceRecordMapperTest() throws Exception {
    mapper = new SourceRecordMapper(Pipeline.parse(Path.of("o.yaml"), DEFINITION.getBytes(UTF_8)));
  }

  @Test
  void map_givesTheEvent_thatAPageWouldGive() {
    assertThat(mapper.map(" {\"buyer\":{\"name\":\"Ann\"},\"id\":7} ".getBytes(UTF_8)))
        .isInstanceOfSatisfying(
            MappedRecord.Event.class,
            event -> {
              assertThat(new String(event.key(), UTF_8)).isEqualTo("7");
              assertThat(new String(event.value(), UTF_8))
                  .isEqualTo("{\"id\":7,\"buyer\":\"Ann\"}");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "`` => EMPTY_VALUE",
        "{\"id\":7} => MISSING_FIELD",
        "{\"id\":\"x\",\"buyer\":{\"name\":\"Ann\"}} => WRONG_TYPE",
        "{\"id\":7,\"buyer\":{\"name\":\"Ann\"} => MALFORMED_JSON",
        "{\"id\":7,\"buyer\":{\"name\":\"Ann\"}}{} => MALFORMED_JSON",
        "[] => NOT_AN_OBJECT",
      })
  void map_rejectsWhatIsNoEvent(String record, String reason) {
    assertThat(mapper.map(record.getBytes(UTF_8)))
        .isInstanceOfSatisfying(
            MappedRecord.Rejected.class,
            rejected -> assertThat(rejected.refusal().reason()).hasToString(reason));
  }

  @Test
  void map_isNotDisturbed_byABrokenRecordBefore() {
    mapper.map("{\"id\":".getBytes(UTF_8));

    assertThat(mapper.map("{\"id\":1,\"buyer\":{\"name\":\"Bob\"}}".getBytes(UTF_8)))
        .isInstanceOf(MappedRecord.Event.class);
  }
}
