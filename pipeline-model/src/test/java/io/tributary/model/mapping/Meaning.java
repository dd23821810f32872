package io.tributary.model.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.definition.Field;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.Decoded;
import io.tributary.model.event.EventDecoder;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** Holds what becomes of a source record against what it means. */
final class Meaning {
  private final PageMapper mapper;
  private final EventDecoder decoder;
  private final List<String> fields;

  Meaning(Pipeline pipeline) {
    mapper = new PageMapper(pipeline);
    decoder = new EventDecoder(pipeline);
    fields = pipeline.event().fields().stream().map(Field::name).toList();
  }

  /**
   * Maps and decodes the one record of a page.
   *
   * @param meant what the row must have, by the columns' names
   */
  void assertIs(String page, String record, Map<String, ByteBuffer> meant) throws Exception {
    MappedRecord mapped = mapper.map(page.getBytes(UTF_8)).records().get(0);

    assertThat(mapped).as(record).isInstanceOf(MappedRecord.Event.class);
    MappedRecord.Event event = (MappedRecord.Event) mapped;
    Decoded decoded = decoder.decode(event.key(), event.value());
    assertThat(decoded).as(record).isInstanceOf(Decoded.Row.class);
    for (int column = 0; column < fields.size(); column++) {
      assertThat(((Decoded.Row) decoded).values()[column])
          .as("%s of %s", fields.get(column), record)
          .isEqualTo(meant.get(fields.get(column)));
    }
  }
}
