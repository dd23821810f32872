package io.tributary.verifier.replay;

import static io.tributary.verifier.replay.FakeStack.NOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.cql.DeadLetterCql;
import io.tributary.model.deadletter.DeadLetter;
import io.tributary.model.deadletter.RecordCopy;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.Decoded;
import io.tributary.model.event.EventEncoder.Encoded;
import io.tributary.model.event.Framing;
import io.tributary.model.event.RecordDecoder;
import io.tributary.model.event.RecordPosition;
import io.tributary.runtime.registry.RegistryConnection;
import io.tributary.verifier.deadletter.DeadLetterWithRecord;
import io.tributary.verifier.deadletter.LetterVersion;
import io.tributary.verifier.deadletter.Selection;
import io.tributary.verifier.registry.TopicSchemas;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dead letters of a topic whose records name a schema. */
class SchemaReplayTest {
  private static final byte[] KEY = "1".getBytes(UTF_8);
  private static final byte[] EVENT = "{\"id\":1,\"buyer\":\"Ann\"}".getBytes(UTF_8);

  @TempDir private Path folder;

  private TopicSchemas schemas(Pipeline pipeline) {
    return new TopicSchemas(pipeline, RegistryConnection.folder(folder), Duration.ZERO);
  }

  private static Pipeline orders(String format) throws Exception {
    String text =
        """
        name: orders
        source: {url: "http://localhost/orders", records: /items, paging: {type: none}}
        event:
          key: id
          fields:
            - {name: id, type: bigint, from: /id, required: true}
            - {name: buyer, type: text, from: /person/name, required: true}
        topic: {name: orders, %s}
        table: {keyspace: shop, name: orders, key: [id]}
        """
            .formatted(format);
    return Pipeline.parse(Path.of("orders.yaml"), text.getBytes(UTF_8));
  }

  private MappingTrial.Outcome.Passes tried(Pipeline pipeline, String topic, Original original)
      throws Exception {
    MappingTrial.Outcome outcome =
        new MappingTrial(pipeline, schemas(pipeline).writers(), InstantSource.system())
            .of(new RecordPosition(topic, 0, 7), original);
    assertThat(outcome).as("%s", outcome).isInstanceOf(MappingTrial.Outcome.Passes.class);
    return (MappingTrial.Outcome.Passes) outcome;
  }

  @Test
  void framedRecord_isPublishedAsItWas() throws Exception {
    Pipeline pipeline = orders("format: avro");
    byte[] framed = ((Encoded.Value) schemas(pipeline).encoder().encode(KEY, EVENT)).bytes();

    MappingTrial.Outcome.Passes passes =
        tried(pipeline, "orders", new Original(KEY, framed, NOON, Map.of()));

    assertThat(passes.event().value()).isEqualTo(framed);
    assertThat(passes.isMapped()).isFalse();
  }

  @Test
  void markedRecord_keepsItsHeader() throws Exception {
    Pipeline pipeline = orders("format: avro, schema-id: header");
    byte[] body = ((Encoded.Value) schemas(pipeline).encoder().encode(KEY, EVENT)).bytes();
    byte[] header = schemas(pipeline).encoder().header().orElseThrow();

    MappingTrial.Outcome.Passes passes =
        tried(pipeline, "orders", new Original(KEY, body, NOON, Map.of(Framing.HEADER, header)));

    assertThat(passes.event().headers()).containsEntry(Framing.HEADER, header);
  }

  @Test
  void rejectedRecord_isPublishedInTheTopicsFormat() throws Exception {
    Pipeline pipeline = orders("format: avro");
    FakeStack stack = new FakeStack();
    stack.consumerRuns = false;
    stack.put(letter("{\"id\":1,\"person\":{\"name\":\"Ann\"}}"));

    new Replay(
            pipeline,
            schemas(pipeline),
            stack,
            stack,
            stack,
            stack,
            stack.ticker,
            Duration.ofSeconds(30),
            "somebody",
            false,
            progress -> {})
        .of(Selection.ALL);

    byte[] value = Objects.requireNonNull(stack.published.get(0).value());
    assertThat(value).startsWith(0);
    assertThat(folder.resolve("orders-value/1.avsc")).exists();
    Decoded decoded =
        new RecordDecoder(pipeline, schemas(pipeline).writers()).decode(KEY, value, null);
    assertThat(decoded).as("%s", decoded).isInstanceOf(Decoded.Row.class);
  }

  private static DeadLetterWithRecord letter(String source) {
    return new DeadLetterWithRecord(
        new DeadLetter(
            new RecordPosition("orders.rejected", 0, 3),
            "MISSING_FIELD",
            null,
            "for a test",
            Instant.ofEpochMilli(NOON),
            "run-1",
            null,
            DeadLetterCql.OPEN,
            null,
            null,
            0),
        new LetterVersion(DeadLetterCql.day(NOON), NOON * 1_000, Optional.empty()),
        new RecordCopy(
            ByteBuffer.wrap(KEY), ByteBuffer.wrap(source.getBytes(UTF_8)), Map.of(), true));
  }
}
