package io.tributary.verifier.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.Decoded;
import io.tributary.model.event.EventHeaders;
import io.tributary.model.event.Framing;
import io.tributary.model.event.RecordDecoder;
import io.tributary.model.event.RecordPosition;
import io.tributary.model.event.WriterSchemas;
import io.tributary.model.mapping.MappedRecord;
import io.tributary.model.mapping.SourceRecordMapper;
import io.tributary.model.refusal.Reason;
import io.tributary.model.refusal.Refusal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides by today's definition whether the record of a dead letter would be, or delete, a row. For
 * one thread.
 */
public final class MappingTrial {
  private static final byte[] NOTHING = new byte[0];

  /** What came of it. */
  public sealed interface Outcome {

    /**
     * It would.
     *
     * @param event what to publish
     * @param values of the row, one for each field of the definition; of one that is deleted, its
     *     key's
     * @param deletes whether the record deletes its row
     * @param isMapped whether the event was made of a source record, and is still JSON
     */
    @SuppressWarnings("ArrayRecordComponent") // compared value by value
    record Passes(Original event, @Nullable ByteBuffer[] values, boolean deletes, boolean isMapped)
        implements Outcome {}

    /** It would not. */
    record Fails(Refusal refusal) implements Outcome {}
  }

  private final RecordDecoder decoder;
  private final SourceRecordMapper mapper;
  private final String topic;
  private final String rejectedTopic;
  private final InstantSource clock;

  /**
   * @param schemas those that records name
   * @param clock tells which times are still ahead
   */
  public MappingTrial(Pipeline pipeline, WriterSchemas schemas, InstantSource clock) {
    this.decoder = new RecordDecoder(pipeline, schemas);
    this.mapper = new SourceRecordMapper(pipeline);
    this.topic = pipeline.topic().name();
    this.rejectedTopic = pipeline.topic().rejected();
    this.clock = clock;
  }

  /** What would come of the record of the letter at this place. */
  public Outcome of(RecordPosition letter, Original original) throws InterruptedException {
    if (original.time() > clock.millis()) {
      return new Outcome.Fails(
          new Refusal(
              Reason.FUTURE_TIME,
              null,
              "the record's time, %s, is still ahead"
                  .formatted(Instant.ofEpochMilli(original.time()))));
    }
    byte @Nullable [] key = original.key();
    byte @Nullable [] value = original.value();
    byte @Nullable [] schemaId = original.headers().get(Framing.HEADER);
    boolean isMapped = isRejected(letter);
    if (isMapped) {
      MappedRecord mapped =
          mapper.map(
              value == null ? NOTHING : value,
              original.headers().getOrDefault(EventHeaders.OUTSIDE, NOTHING));
      if (mapped instanceof MappedRecord.Rejected rejected) {
        return new Outcome.Fails(rejected.refusal());
      }
      key = ((MappedRecord.Event) mapped).key();
      value = ((MappedRecord.Event) mapped).value();
      schemaId = null;
    }
    Decoded decoded = decoder.decode(key, value, schemaId);
    if (decoded instanceof Decoded.Refused refused) {
      return new Outcome.Fails(refused.refusal());
    }
    Original event = new Original(key, value, original.time(), headers(letter, original));
    return decoded instanceof Decoded.Row row
        ? new Outcome.Passes(event, row.values(), false, isMapped)
        : new Outcome.Passes(event, ((Decoded.Deletion) decoded).values(), true, isMapped);
  }

  /** Also of a topic that the pipeline had before. */
  private boolean isRejected(RecordPosition letter) {
    return letter.topic().equals(rejectedTopic)
        || (!letter.topic().equals(topic) && letter.topic().endsWith(".rejected"));
  }

  private Map<String, byte[]> headers(RecordPosition letter, Original original) {
    Map<String, byte[]> headers = new LinkedHashMap<>(original.headers());
    if (isRejected(letter)) {
      // they tell why the record was no event; now it is one
      headers.remove(EventHeaders.REASON);
      headers.remove(EventHeaders.FIELD);
      headers.remove(EventHeaders.DETAIL);
      headers.remove(EventHeaders.OUTSIDE);
    }
    headers.put(EventHeaders.DEAD_LETTER, letter.toString().getBytes(UTF_8));
    headers.put(EventHeaders.ORIGINAL_TIME, Long.toString(original.time()).getBytes(UTF_8));
    return headers;
  }
}
