package io.tributary.model.mapping;

import io.tributary.model.json.BrokenJsonException;
import io.tributary.model.json.JsonScanner;
import io.tributary.model.refusal.Reason;
import io.tributary.model.refusal.Refusal;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Reads an answer with one JSON value a line. For one thread. */
final class JsonLines {
  private final PageRecords records;
  private final RecordMapper mapper;
  private final JsonScanner json = new JsonScanner(Integer.MAX_VALUE);

  JsonLines(PageRecords records, RecordMapper mapper) {
    this.records = records;
    this.mapper = mapper;
  }

  /** Reads the lines of {@code body} from {@code from} on; empty ones are passed over. */
  void read(byte[] body, int from) throws MalformedPageException {
    int line = 0;
    int broken = 0;
    String firstBroken = "";
    for (int start = from; start < body.length; ) {
      int stop = start;
      while (stop < body.length && body[stop] != '\n') {
        stop++;
      }
      line++;
      if (!isBlank(body, start, stop)) {
        Optional<String> flaw = add(body, start, stop);
        if (flaw.isPresent()) {
          String what = String.format(Locale.ROOT, "line %,d is not JSON: %s", line, flaw.get());
          if (stop == body.length) {
            throw new MalformedPageException(
                what + ". It is the last, without a line break: the answer seems to be cut off");
          }
          firstBroken = broken == 0 ? what : firstBroken;
          broken++;
          byte[] shown = Arrays.copyOfRange(body, start, stop);
          records.add(mapper.rejected(shown, new Refusal(Reason.MALFORMED_JSON, null, what)));
        }
      }
      start = stop + 1;
    }
    if (broken > 0 && broken == records.returned()) {
      throw new MalformedPageException("no line of the answer is JSON: " + firstBroken);
    }
    boolean isOneRefused =
        records.returned() == 1
            && records.mapped().size() == 1
            && records.mapped().get(0) instanceof MappedRecord.Rejected;
    if (isOneRefused && ErrorLook.of(body)) {
      throw new MalformedPageException(
          "the answer is one object that sounds like an error, and no record");
    }
  }

  /** Takes the record of a line; what is wrong with it, if it is no JSON. */
  private Optional<String> add(byte[] body, int start, int stop) {
    json.reset(body, start, stop);
    try {
      json.value();
      if (json.next() >= 0) {
        return Optional.of("it goes on after the end of its JSON");
      }
      records.add(body, start, stop);
      return Optional.empty();
    } catch (BrokenJsonException broken) {
      return Optional.of(broken.what());
    }
  }

  private static boolean isBlank(byte[] body, int start, int stop) {
    for (int i = start; i < stop; i++) {
      if (body[i] != ' ' && body[i] != '\t' && body[i] != '\r') {
        return false;
      }
    }
    return true;
  }
}
