package io.tributary.model.mapping;

import io.tributary.model.definition.Pipeline;
import io.tributary.model.json.BrokenJsonException;
import io.tributary.model.json.JsonScanner;
import io.tributary.model.refusal.Reason;
import io.tributary.model.refusal.Refusal;

/**
 * Maps source records that stand alone, such as those of the rejected topic, as {@link PageMapper}
 * maps those of a page. For one thread.
 */
public final class SourceRecordMapper {
  private final OutsideValues outside;
  private final RecordMapper mapper;
  private final JsonScanner json = new JsonScanner(Integer.MAX_VALUE);

  public SourceRecordMapper(Pipeline pipeline) {
    outside = new OutsideValues(pipeline);
    mapper = new RecordMapper(pipeline, outside);
  }

  /** Maps one record that has nothing from outside it. */
  public MappedRecord map(byte[] record) {
    return map(record, new byte[0]);
  }

  /**
   * Maps one record; throws nothing, whatever the bytes.
   *
   * @param fromOutside the values from outside it, as {@link MappedRecord.Rejected} has them; empty
   *     where there are none
   */
  public MappedRecord map(byte[] record, byte[] fromOutside) {
    outside.restore(fromOutside);
    json.reset(record, 0, record.length);
    try {
      if (json.next() < 0) {
        return rejected(Reason.EMPTY_VALUE, "there is no source record");
      }
      MappedRecord mapped = mapper.map(record, json);
      return json.next() < 0
          ? mapped
          : rejected(Reason.MALFORMED_JSON, "the source record goes on after its JSON");
    } catch (BrokenJsonException broken) {
      return rejected(Reason.MALFORMED_JSON, "the source record is not JSON: " + broken.what());
    }
  }

  /**
   * A source record without the members that must not leave the process by today's definition; a
   * record that was rejected by an earlier definition may have them. Nothing of what is no JSON, if
   * any member is hidden.
   */
  public byte[] withoutHidden(byte[] record) {
    return mapper.withoutHidden(record);
  }

  private static MappedRecord rejected(Reason reason, String detail) {
    return new MappedRecord.Rejected(null, new byte[0], new Refusal(reason, null, detail));
  }
}
