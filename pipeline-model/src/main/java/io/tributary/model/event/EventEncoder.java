package io.tributary.model.event;

import io.tributary.model.definition.Pipeline;
import io.tributary.model.definition.TopicFormat;
import io.tributary.model.refusal.Reason;
import io.tributary.model.refusal.Refusal;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes of an event in JSON, as the mapping makes it, the value of a record. For one thread. */
public final class EventEncoder {
  private final @Nullable AvroRecordWriter avro;
  private final EventDecoder decoder;
  private final boolean isFramed;
  private final boolean isMarked;
  private final int id;
  private final int maxBytes;

  private EventEncoder(Pipeline pipeline, int id) {
    TopicFormat format = pipeline.topic().format();
    boolean inHeader = format.schemaId() == TopicFormat.SchemaId.HEADER;
    this.id = id;
    this.isMarked = format.hasSchema() && inHeader;
    this.isFramed = format.hasSchema() && !inHeader;
    this.avro =
        format.encoding() == TopicFormat.Encoding.AVRO ? new AvroRecordWriter(pipeline) : null;
    this.decoder = new EventDecoder(pipeline);
    this.maxBytes = pipeline.topic().maxRecordBytes();
  }

  /** Of a pipeline without schemas: values are the events' JSON. */
  public static EventEncoder plain(Pipeline pipeline) {
    if (pipeline.topic().format().hasSchema()) {
      throw new IllegalArgumentException(pipeline.name() + " has a schema, whose id is needed");
    }
    return new EventEncoder(pipeline, Framing.NONE);
  }

  /**
   * Of a pipeline whose events have this schema.
   *
   * @param id what the registry knows the schema as
   */
  public static EventEncoder of(Pipeline pipeline, int id) {
    return new EventEncoder(pipeline, id);
  }

  /** What came of an event. */
  public sealed interface Encoded {

    /** The value of its record. */
    @SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
    record Value(byte[] bytes) implements Encoded {}

    /** It is too large, or none by its own definition. */
    record Refused(Refusal refusal) implements Encoded {}
  }

  /** The value of {@link Framing#HEADER}, where records have one. */
  public Optional<byte[]> header() {
    return isMarked ? Optional.of(Framing.of(id)) : Optional.empty();
  }

  /**
   * The value of an event's record.
   *
   * @param json the event
   */
  public Encoded encode(byte[] key, byte[] json) {
    byte[] body = json;
    if (avro != null) {
      Decoded decoded = decoder.decode(key, json);
      if (decoded instanceof Decoded.Row row) {
        body = avro.write(row.values(), false);
      } else if (decoded instanceof Decoded.Deletion deletion) {
        body = avro.write(deletion.values(), true);
      } else {
        return new Encoded.Refused(((Decoded.Refused) decoded).refusal());
      }
    }
    if (body.length > maxBytes) {
      return new Encoded.Refused(tooLarge(body.length));
    }
    return new Encoded.Value(isFramed ? Framing.frame(id, body) : body);
  }

  private Refusal tooLarge(int bytes) {
    return new Refusal(
        Reason.TOO_LARGE,
        null,
        String.format(Locale.ROOT, "the event has %,d bytes, %,d are allowed", bytes, maxBytes));
  }
}
