package io.tributary.model.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonPointer;
import io.tributary.model.json.BrokenJsonException;
import io.tributary.model.json.FieldTree;
import io.tributary.model.json.FoundValues;
import io.tributary.model.json.JsonKind;
import io.tributary.model.json.JsonScanner;
import java.util.Optional;

/** Reads one value of a source record as it is written there. For one thread. */
final class ValueInRecord {
  private final FoundValues found;
  private final JsonScanner json = new JsonScanner(Integer.MAX_VALUE);

  ValueInRecord(JsonPointer pointer) {
    FieldTree record = new FieldTree();
    record.add(pointer, 0);
    found = new FoundValues(record, 1, false);
  }

  /** The text or number of the record between {@code start} and {@code stop}; else none. */
  Optional<String> in(byte[] page, int start, int stop) {
    json.reset(page, start, stop);
    try {
      found.fill(page, json);
    } catch (BrokenJsonException notWalkedBefore) {
      return Optional.empty();
    }
    JsonKind kind = found.kind(0);
    if (kind != JsonKind.STRING && kind != JsonKind.NUMBER) {
      return Optional.empty();
    }
    byte[] bytes = new byte[found.stop(0) - found.start(0)];
    int length = JsonScanner.unescape(page, found.start(0), found.stop(0), bytes);
    return length <= 0 ? Optional.empty() : Optional.of(new String(bytes, 0, length, UTF_8));
  }
}
