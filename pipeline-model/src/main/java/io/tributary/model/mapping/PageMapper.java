package io.tributary.model.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.model.definition.Paging;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.definition.Source;
import io.tributary.model.json.BrokenJsonException;
import io.tributary.model.json.FieldTree;
import io.tributary.model.json.JsonKind;
import io.tributary.model.json.JsonScanner;
import io.tributary.model.text.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Maps the answers of a source by the pipeline definition: one pass over the bytes, in which
 * records, error and next page's token may stand in any order. For one thread.
 */
public final class PageMapper {
  private static final int RECORDS = 0;
  private static final int ERROR = 1;
  private static final int NEXT = 2;

  private static final int LONGEST_ERROR = 500;
  private static final Pattern NO_ERROR = Pattern.compile("\\[\\s*]|\\{\\s*}|-?0(\\.0+)?");
  private static final byte[] NOTHING = new byte[0];

  private final Source source;
  private final FieldTree page = new FieldTree();
  private final JsonScanner json = new JsonScanner(Integer.MAX_VALUE);
  private final RecordMapper recordMapper;
  private final Set<String> hidden;

  private byte[] in = NOTHING;
  private @Nullable List<MappedRecord> records;
  private Optional<String> error = Optional.empty();
  private Optional<String> nextToken = Optional.empty();
  private final boolean[] seen = new boolean[NEXT + 1];

  public PageMapper(Pipeline pipeline) {
    source = pipeline.source();
    page.add(source.records(), RECORDS);
    source.error().ifPresent(pointer -> page.add(pointer, ERROR));
    if (source.paging() instanceof Paging.Token token) {
      page.add(token.next(), NEXT);
    }
    recordMapper = new RecordMapper(pipeline);
    hidden =
        pipeline.event().hide().stream()
            .filter(pointer -> !pointer.matches())
            .map(pointer -> pointer.last().getMatchingProperty())
            .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Maps every record of an answer with status 200.
   *
   * @throws MalformedPageException when the answer is no page at all
   */
  public MappedPage map(byte[] body) throws MalformedPageException {
    in = body;
    json.reset(body, hasByteOrderMark(body) ? 3 : 0, body.length);
    records = null;
    error = Optional.empty();
    nextToken = Optional.empty();
    java.util.Arrays.fill(seen, false);
    try {
      return map();
    } catch (BrokenJsonException broken) {
      throw new MalformedPageException("the answer is not JSON: " + broken.what());
    } finally {
      in = NOTHING;
      records = null;
    }
  }

  private MappedPage map() throws BrokenJsonException, MalformedPageException {
    int first = json.next();
    if (first < 0) {
      throw new MalformedPageException("the answer is empty");
    }
    if (first != '{' && first != '[') {
      throw MalformedPageException.otherShape(
          "the answer is neither an object nor a list, it begins with " + beginning());
    }
    value(page);
    if (json.next() >= 0) {
      throw MalformedPageException.otherShape(
          "the answer goes on after the end of its JSON with %s; of several JSON values, such as one record a line, no page can be made"
              .formatted(beginning()));
    }
    refuseFlaw();
    List<MappedRecord> found = records;
    if (found == null && error.isEmpty()) {
      throw MalformedPageException.otherShape(
          "the answer has no list of records %s: %s"
              .formatted(where(), PageOutline.of(in, source.records(), hidden)));
    }
    return new MappedPage(found == null ? List.of() : found, error, nextToken);
  }

  private static boolean hasByteOrderMark(byte[] body) {
    return body.length >= 3
        && body[0] == (byte) 0xEF
        && body[1] == (byte) 0xBB
        && body[2] == (byte) 0xBF;
  }

  private String beginning() {
    int length = Math.min(in.length - json.position(), 40);
    return Quoted.quote(new String(in, json.position(), length, UTF_8));
  }

  private String where() {
    return source.records().matches() ? "as a whole" : "at " + source.records();
  }

  /** Recurses as deep as the definition's pointers are, not as deep as the answer is. */
  private void value(FieldTree place) throws BrokenJsonException, MalformedPageException {
    if (place.isWanted()) {
      wanted(place);
    } else if (place.hasChildren() && json.takes('{')) {
      members(place);
    } else if (place.hasChildren() && json.takes('[')) {
      items(place);
    } else {
      json.value();
    }
  }

  private void wanted(FieldTree place) throws BrokenJsonException, MalformedPageException {
    if (seen[place.slot()]) {
      throw new MalformedPageException("the answer has a member twice that may be there once");
    }
    seen[place.slot()] = true;
    switch (place.slot()) {
      case RECORDS -> {
        if (json.takes('[')) {
          records = records();
        } else if (place.hasChildren() && json.takes('{')) {
          members(place);
        } else {
          json.value();
        }
      }
      case ERROR -> error = text().filter(PageMapper::tellsSomething).map(PageMapper::shortened);
      default -> nextToken = text();
    }
  }

  private List<MappedRecord> records() throws BrokenJsonException, MalformedPageException {
    List<MappedRecord> mapped = new ArrayList<>();
    if (json.takes(']')) {
      return mapped;
    }
    refuseFlaw();
    do {
      mapped.add(recordMapper.map(in, json));
    } while (json.another(']'));
    return mapped;
  }

  /** A flaw outside the records: no record can be blamed for it. */
  private void refuseFlaw() throws MalformedPageException {
    if (json.flaw() != null) {
      throw new MalformedPageException("the answer is not JSON: it has " + json.flaw());
    }
  }

  private void members(FieldTree place) throws BrokenJsonException, MalformedPageException {
    boolean more = !json.takes('}');
    while (more) {
      json.name();
      FieldTree child = child(place);
      if (child == null) {
        json.value();
      } else {
        value(child);
      }
      more = json.another('}');
    }
  }

  private @Nullable FieldTree child(FieldTree place) {
    if (!json.isEscaped()) {
      return place.child(in, json.start(), json.stop());
    }
    byte[] name = new byte[json.stop() - json.start()];
    int length =
        json.flaw() == null ? JsonScanner.unescape(in, json.start(), json.stop(), name) : -1;
    return length < 0 ? null : place.child(name, 0, length);
  }

  private void items(FieldTree place) throws BrokenJsonException, MalformedPageException {
    boolean more = !json.takes(']');
    for (int i = 0; more; i++) {
      FieldTree child = place.item(i);
      if (child == null) {
        json.value();
      } else {
        value(child);
      }
      more = json.another(']');
    }
  }

  /** The value that is next, as text; none where it is null, false or an empty text. */
  private Optional<String> text() throws BrokenJsonException, MalformedPageException {
    json.next();
    int start = json.position();
    JsonKind kind = json.value();
    refuseFlaw();
    if (kind == JsonKind.NULL || kind == JsonKind.FALSE) {
      return Optional.empty();
    }
    if (kind != JsonKind.STRING) {
      return Optional.of(new String(in, start, json.position() - start, UTF_8));
    }
    byte[] bytes = new byte[json.stop() - json.start()];
    int length = JsonScanner.unescape(in, json.start(), json.stop(), bytes);
    String text = length < 0 ? "text that is none" : new String(bytes, 0, length, UTF_8);
    return text.isBlank() ? Optional.empty() : Optional.of(text);
  }

  /** Many sources have a place for errors in every answer: none, no list of any, or a code of 0. */
  private static boolean tellsSomething(String error) {
    return !NO_ERROR.matcher(error).matches();
  }

  private static String shortened(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() > LONGEST_ERROR ? line.substring(0, LONGEST_ERROR) + "…" : line;
  }
}
