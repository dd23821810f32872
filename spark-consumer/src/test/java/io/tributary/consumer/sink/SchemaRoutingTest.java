package io.tributary.consumer.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.ProtocolVersion;
import com.datastax.oss.driver.api.core.type.codec.TypeCodecs;
import io.tributary.consumer.cassandra.FiledLetters;
import io.tributary.consumer.cassandra.FiledLetters.Filed;
import io.tributary.consumer.cassandra.Row;
import io.tributary.consumer.cassandra.Target;
import io.tributary.consumer.source.RecordRow;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.EventAvroSchema;
import io.tributary.model.event.EventEncoder;
import io.tributary.model.event.EventEncoder.Encoded;
import io.tributary.model.event.Framing;
import io.tributary.model.event.WriterSchema;
import io.tributary.model.event.WriterSchemas;
import io.tributary.model.refusal.Reason;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Records that name a schema. */
class SchemaRoutingTest {
  private static final int ID = 9;
  private static final int REASON = 6;
  private static final int VALUE = 10;
  private static final byte[] KEY = "a1".getBytes(UTF_8);
  private static final byte[] JSON = "{\"id\":\"a1\",\"amount\":3}".getBytes(UTF_8);

  private final Pipeline pipeline = avro();
  private final WriterSchema schema = WriterSchema.avro(EventAvroSchema.of(pipeline), pipeline);
  private final WriterSchemas schemas =
      id -> id == ID ? schema : WriterSchema.unusable("no schema has this id");
  private final WriteCounter tally = new WriteCounter();

  private static Pipeline avro() {
    try (var file = SchemaRoutingTest.class.getResourceAsStream("/events.yaml")) {
      String text = new String(file.readAllBytes(), UTF_8);
      String changed = text.replaceFirst("topic: \\{", "topic: {format: avro, ");
      return Pipeline.parse(Path.of("events.yaml"), changed.getBytes(UTF_8));
    } catch (Exception broken) {
      throw new IllegalStateException(broken);
    }
  }

  @Test
  void route_writesARow_ofFramedAndOfMarkedAndOfPlainRecords() throws Exception {
    Encoded encoded = EventEncoder.of(pipeline, ID).encode(KEY, JSON);
    byte[] framed = ((Encoded.Value) encoded).bytes();
    byte[] body = Arrays.copyOfRange(framed, Framing.LENGTH, framed.length);

    for (Row row :
        List.of(routed(framed, null), routed(body, Framing.of(ID)), routed(JSON, null))) {
      assertThat(row.target()).isEqualTo(Target.insertInto(0));
      assertThat(TypeCodecs.INT.decode(row.values()[1], ProtocolVersion.DEFAULT)).isEqualTo(3);
    }
    assertThat(framed).startsWith(0, 0, 0, 0, ID);
  }

  @Test
  void route_writesADeadLetterWithItsFrame_ofASchemaThatNobodyKnows() throws Exception {
    byte[] framed = Framing.frame(4_711, new byte[] {2, 3});

    Row letter = routed(framed, null);

    assertThat(letter.target()).isEqualTo(Target.DEAD_LETTERS);
    assertThat(TypeCodecs.TEXT.decode(letter.values()[REASON], ProtocolVersion.DEFAULT))
        .isEqualTo("UNKNOWN_SCHEMA");
    ByteBuffer kept = letter.values()[VALUE];
    assertThat(kept).isEqualTo(ByteBuffer.wrap(framed));
    assertThat(tally.written().deadLetters()).containsOnly(Map.entry(Reason.UNKNOWN_SCHEMA, 1L));
  }

  private Row routed(byte[] value, byte @Nullable [] schemaId) throws Exception {
    RecordRouter router =
        new RecordRouter(
            pipeline,
            schemas,
            List.of(),
            () -> Long.MAX_VALUE,
            () -> Long.MAX_VALUE,
            new FiledLetters(range -> new Filed(new BitSet(), new BitSet())),
            1_000_000);
    RecordHeaders headers = new RecordHeaders();
    headers.add("run_id", "r".getBytes(UTF_8));
    if (schemaId != null) {
      headers.add(Framing.HEADER, schemaId);
    }
    List<Row> rows = new ArrayList<>();
    router.route(
        new RecordRow(
            RecordRow.of(
                new ConsumerRecord<>(
                    "events",
                    0,
                    7L,
                    1_700_000_000_000L,
                    TimestampType.CREATE_TIME,
                    0,
                    0,
                    KEY,
                    value,
                    headers,
                    Optional.empty()),
                UTF8String.fromString("events"))),
        tally,
        rows::add);
    assertThat(rows).hasSize(1);
    return rows.get(0);
  }
}
