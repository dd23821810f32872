package io.tributary.model.event;

import io.tributary.model.definition.Pipeline;
import io.tributary.model.refusal.Reason;
import io.tributary.model.refusal.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * Turns a record of the events' topic into what it is, in whichever of the topic's formats it was
 * written: plain JSON, or a value whose schema is named before it or in a header. Of a pipeline
 * without schemas every record is plain JSON. Throws nothing, whatever the bytes. For one thread.
 */
public final class RecordDecoder {
  private final EventDecoder events;
  private final AvroRecordReader avro;
  private final WriterSchemas schemas;
  private final boolean hasSchemas;
  private final int maxBytes;

  /**
   * @param schemas asked for the schema of each record that names one; never of a pipeline without
   */
  public RecordDecoder(Pipeline pipeline, WriterSchemas schemas) {
    this.events = new EventDecoder(pipeline);
    this.avro = new AvroRecordReader(pipeline);
    this.schemas = schemas;
    this.hasSchemas = pipeline.topic().format().hasSchema();
    this.maxBytes = pipeline.topic().maxRecordBytes();
  }

  /** Whether records of the topic may name their schema in a header. */
  public boolean readsHeader() {
    return hasSchemas;
  }

  /**
   * What a record is.
   *
   * @param schemaId the value of its header {@link Framing#HEADER}; null where it has none, and of
   *     no use where {@link #readsHeader} is not so
   */
  public Decoded decode(byte @Nullable [] key, byte @Nullable [] value, byte @Nullable [] schemaId)
      throws InterruptedException {
    if (!hasSchemas || value == null || value.length == 0) {
      return events.decode(key, value);
    }
    return schemaId == null && value[0] != 0
        ? events.decode(key, value)
        : framed(key, value, schemaId);
  }

  private Decoded framed(byte @Nullable [] key, byte[] value, byte @Nullable [] schemaId)
      throws InterruptedException {
    int inHeader = Framing.id(schemaId);
    int start = inHeader == Framing.NONE ? Framing.LENGTH : 0;
    int id = inHeader == Framing.NONE ? Framing.id(value) : inHeader;
    if (id == Framing.NONE) {
      return unnamed(key, value);
    }
    if (value.length - start > maxBytes) {
      return new Decoded.Refused(events.tooLarge(value.length - start));
    }
    WriterSchema schema = schemas.find(id);
    String unusable = schema.unusable();
    if (unusable != null) {
      return refused(Reason.UNKNOWN_SCHEMA, "schema " + id + ": " + unusable);
    }
    if (!schema.isAvro()) {
      return events.decode(key, value, start);
    }
    return key == null || key.length == 0
        ? refused(Reason.MISSING_KEY, "the record has no key")
        : avro.read(key, value, start, schema.avro());
  }

  /** What begins with a zero, or has a header of another form, such as a GUID. */
  private Decoded unnamed(byte @Nullable [] key, byte[] value) {
    if (value[0] == '{') {
      return events.decode(key, value);
    }
    return refused(
        Reason.UNKNOWN_SCHEMA,
        value[0] == 0
            ? "the value begins with a zero, but not with an id"
            : "the header %s has no id of four bytes".formatted(Framing.HEADER));
  }

  /** Why a record is no event whose value has more bytes than the definition allows. */
  public Refusal tooLarge(long bytes) {
    return events.tooLarge(bytes);
  }

  private static Decoded refused(Reason reason, String detail) {
    return new Decoded.Refused(new Refusal(reason, null, detail));
  }
}
