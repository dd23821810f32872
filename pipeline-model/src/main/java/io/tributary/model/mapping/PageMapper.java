package io.tributary.model.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonPointer;
import io.tributary.model.definition.AnswerForm;
import io.tributary.model.definition.Origin;
import io.tributary.model.definition.Paging;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.definition.Source;
import io.tributary.model.json.BrokenJsonException;
import io.tributary.model.json.FieldTree;
import io.tributary.model.json.JsonKind;
import io.tributary.model.json.JsonScanner;
import io.tributary.model.text.Quoted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Maps the answers of a source by the pipeline definition. A list of objects in JSON takes one pass
 * over the bytes, in which records, error and next page's token may stand in any order; in other
 * forms the records are found first, and mapped one after the other. For one thread.
 */
public final class PageMapper {
  private static final int RECORDS = 0;
  private static final int ERROR = 1;
  private static final int NEXT = 2;
  private static final int HAS_MORE = 3;
  private static final int TOTAL = 4;

  private static final int LONGEST_ERROR = 500;
  private static final Pattern NO_ERROR =
      Pattern.compile("(?i)\\[\\s*]|\\{\\s*}|-?0(\\.0+)?|ok|success|none");
  private static final Pattern YES = Pattern.compile("(?i)true|1|yes");
  private static final Pattern NO = Pattern.compile("(?i)false|0|no");
  private static final Pattern COUNT = Pattern.compile("\\d{1,18}(\\.0+)?");
  private static final byte[] NOTHING = new byte[0];

  private final Source source;
  private final FieldTree page = new FieldTree();
  private final JsonScanner json = new JsonScanner(Integer.MAX_VALUE);
  private final OutsideValues outside;
  private final RecordMapper recordMapper;
  private final PageRecords pageRecords;
  private final JsonForms forms;
  private final CsvAnswer csv;
  private final JsonLines lines;

  /** Whether the records are mapped as they are passed, in the one pass over the answer. */
  private final boolean inOnePass;

  private final Optional<ValueInRecord> lastValue;
  private final Set<String> hidden;

  private byte[] in = NOTHING;
  private @Nullable List<MappedRecord> records;
  private Optional<String> error = Optional.empty();
  private Optional<String> next = Optional.empty();
  private Optional<String> endMark = Optional.empty();
  private Optional<Boolean> hasMore = Optional.empty();
  private OptionalLong total = OptionalLong.empty();
  private JsonKind inPlaceOfRecords = JsonKind.ABSENT;

  /** Where the records are, where that is not one pass; 0 and 0 while they were not seen. */
  private int recordsStart;

  private int recordsStop;
  private int lastStart;
  private int lastStop;
  private final boolean[] seen = new boolean[TOTAL + 1];

  /** For a run without a name. */
  public PageMapper(Pipeline pipeline) {
    this(pipeline, Map.of(Origin.Outside.RUN_ID, ""));
  }

  /**
   * @param run what fields can have of the run: its id, and its parameters by name
   */
  public PageMapper(Pipeline pipeline, Map<String, String> run) {
    source = pipeline.source();
    AnswerForm form = source.form();
    outside = new OutsideValues(pipeline);
    outside.run(run);
    inOnePass =
        form.format() == AnswerForm.Format.JSON
            && form.recordsAre() == AnswerForm.RecordsAre.LIST
            && form.names().isEmpty()
            && form.each().isEmpty()
            && !outside.wantsAnswer();
    page.add(source.records(), RECORDS);
    source.error().ifPresent(pointer -> page.add(pointer, ERROR));
    nextOf(source.paging()).ifPresent(pointer -> page.add(pointer, NEXT));
    source.paging().ends().hasMore().ifPresent(pointer -> page.add(pointer, HAS_MORE));
    source.paging().ends().total().ifPresent(pointer -> page.add(pointer, TOTAL));
    lastValue =
        source.paging() instanceof Paging.Keyset keyset
            ? Optional.of(new ValueInRecord(keyset.value()))
            : Optional.empty();
    recordMapper = new RecordMapper(pipeline, outside);
    pageRecords = new PageRecords(source, recordMapper, outside);
    forms = new JsonForms(form, pageRecords, outside);
    csv = new CsvAnswer(pipeline, pageRecords, recordMapper);
    lines = new JsonLines(pageRecords, recordMapper);
    hidden =
        pipeline.event().hide().stream()
            .filter(pointer -> !pointer.matches())
            .map(pointer -> pointer.last().getMatchingProperty())
            .collect(Collectors.toUnmodifiableSet());
  }

  private static Optional<JsonPointer> nextOf(Paging paging) {
    if (paging instanceof Paging.Token token) {
      return Optional.of(token.next());
    }
    return paging instanceof Paging.NextUrl chained
        ? Optional.of(chained.next())
        : Optional.empty();
  }

  /** Maps every record of an answer that came just now. */
  public MappedPage map(byte[] body) throws MalformedPageException {
    return map(body, Fetch.now());
  }

  /**
   * Maps every record of an answer with status 200.
   *
   * @throws MalformedPageException when the answer is no page at all
   */
  public MappedPage map(byte[] body, Fetch fetch) throws MalformedPageException {
    if (outside.any()) {
      outside.fetched(fetch);
    }
    pageRecords.clear();
    recordMapper.startPage();
    int from = hasByteOrderMark(body) ? 3 : 0;
    return switch (source.form().format()) {
      case JSON -> json(body);
      case XML -> xml(body);
      case NDJSON -> {
        lines.read(body, from);
        yield page(PageSigns.NONE);
      }
      case CSV -> {
        csv.read(body, from);
        yield page(PageSigns.NONE);
      }
    };
  }

  /** The page of the records that were read, with its signs. */
  private MappedPage page(PageSigns signs) {
    return new MappedPage(
        pageRecords.mapped(),
        error,
        new PageSigns(
            signs.next(),
            signs.endMark(),
            signs.hasMore(),
            signs.total(),
            pageRecords.lastValue(),
            recordMapper.greatest()),
        pageRecords.returned(),
        pageRecords.contents());
  }

  /** The records apart from what is around them, which tells of the pages to come. */
  private MappedPage xml(byte[] body) throws MalformedPageException {
    XmlAnswer answer = XmlAnswer.of(body, source.records());
    begin(answer.json());
    try {
      value(page);
      byte[] found = answer.records();
      if (found == null && error.isEmpty()) {
        throw answer.isOther() ? MalformedPageException.otherShape(withoutList()) : noList();
      }
      boolean isOne = source.form().recordsAre() == AnswerForm.RecordsAre.OBJECT;
      if (isOne && answer.count() != 1 && error.isEmpty()) {
        throw answer.count() == 0
            ? noList()
            : MalformedPageException.otherShape(
                String.format(
                    Locale.ROOT, "the answer has %,d elements %s", answer.count(), where()));
      }
      if (found != null && error.isEmpty()) {
        outside.answer(answer.json(), 0, answer.json().length);
        forms.items(found, found.length);
      }
      return page(signs());
    } catch (BrokenJsonException notOurs) {
      throw new MalformedPageException("the answer cannot be read: " + notOurs.what());
    } finally {
      end();
    }
  }

  private MappedPage json(byte[] body) throws MalformedPageException {
    begin(body);
    try {
      return map();
    } catch (BrokenJsonException broken) {
      throw new MalformedPageException("the answer is not JSON: " + broken.what());
    } finally {
      end();
    }
  }

  private void begin(byte[] body) {
    in = body;
    json.reset(body, hasByteOrderMark(body) ? 3 : 0, body.length);
    records = null;
    error = Optional.empty();
    next = Optional.empty();
    endMark = Optional.empty();
    hasMore = Optional.empty();
    total = OptionalLong.empty();
    inPlaceOfRecords = JsonKind.ABSENT;
    recordsStart = 0;
    recordsStop = 0;
    lastStop = 0;
    Arrays.fill(seen, false);
  }

  private void end() {
    in = NOTHING;
    records = null;
  }

  private MappedPage map() throws BrokenJsonException, MalformedPageException {
    int first = json.next();
    if (first < 0) {
      throw new MalformedPageException("the answer is empty");
    }
    if (first != '{' && first != '[') {
      refuseNull();
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
    if (!inOnePass) {
      return otherForm();
    }
    List<MappedRecord> found = records;
    if (found == null && error.isEmpty()) {
      throw noList();
    }
    return new MappedPage(found == null ? List.of() : found, error, signs());
  }

  private MappedPage otherForm() throws BrokenJsonException, MalformedPageException {
    if (error.isPresent()) {
      return page(signs());
    }
    if (recordsStop == 0) {
      throw noList();
    }
    outside.answer(in, 0, in.length);
    if (!forms.read(in, recordsStart, recordsStop)) {
      throw noList();
    }
    refuseErrorInPlaceOfRecords();
    return page(signs());
  }

  /**
   * Where the answer itself has the records, an error that no place is named for looks like one.
   */
  private void refuseErrorInPlaceOfRecords() throws MalformedPageException {
    boolean isMap = source.form().recordsAre() == AnswerForm.RecordsAre.MAP;
    boolean isRefusedObject =
        source.form().recordsAre() == AnswerForm.RecordsAre.OBJECT
            && pageRecords.mapped().stream().anyMatch(MappedRecord.Rejected.class::isInstance);
    boolean mayBeError = source.records().matches() && source.error().isEmpty();
    if (mayBeError && (isMap || isRefusedObject) && ErrorLook.of(in)) {
      throw new MalformedPageException(
          "the answer has a member that sounds like an error: name the place of errors as"
              + " source.error if that is none");
    }
  }

  private MalformedPageException noList() {
    String what = withoutList();
    boolean isMissing = inPlaceOfRecords == JsonKind.ABSENT || inPlaceOfRecords == JsonKind.NULL;
    return isMissing && !ErrorLook.of(in)
        ? MalformedPageException.withoutList(what, signs(), inPlaceOfRecords == JsonKind.NULL)
        : MalformedPageException.otherShape(what);
  }

  private String withoutList() {
    return "the answer has no %s %s: %s"
        .formatted(forms.expected(), where(), PageOutline.of(in, source.records(), hidden));
  }

  /** Where the answer itself is the list, some sources send {@code null} for none. */
  private void refuseNull() throws MalformedPageException, BrokenJsonException {
    if (source.records().matches() && json.value() == JsonKind.NULL && json.flaw() == null) {
      if (json.next() < 0) {
        throw MalformedPageException.withoutList(
            "the answer is null instead of a list of records", PageSigns.NONE, true);
      }
    }
    json.reset(in, hasByteOrderMark(in) ? 3 : 0, in.length);
    json.next();
  }

  private PageSigns signs() {
    Optional<String> last =
        lastStop == 0 ? Optional.empty() : lastValue.flatMap(at -> at.in(in, lastStart, lastStop));
    return new PageSigns(next, endMark, hasMore, total, last, recordMapper.greatest());
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
        if (!inOnePass) {
          passRecords(place);
        } else if (json.takes('[')) {
          records = records();
        } else if (place.hasChildren() && json.takes('{')) {
          inPlaceOfRecords = JsonKind.OBJECT;
          members(place);
        } else {
          inPlaceOfRecords = json.value();
        }
      }
      case ERROR -> error = text().filter(PageMapper::tellsSomething).map(PageMapper::shortened);
      case HAS_MORE -> hasMore = hasMore();
      case TOTAL -> total = total();
      default -> next();
    }
  }

  /** Notes where the records are; what is wrong within them is theirs. */
  private void passRecords(FieldTree place) throws BrokenJsonException, MalformedPageException {
    refuseFlaw();
    json.next();
    int start = json.position();
    JsonKind kind;
    if (place.hasChildren() && json.takes('{')) {
      members(place);
      kind = JsonKind.OBJECT;
    } else {
      kind = json.value();
    }
    json.clearFlaw();
    if (forms.mayBe(kind)) {
      recordsStart = start;
      recordsStop = json.position();
    } else {
      inPlaceOfRecords = kind;
    }
  }

  private void next() throws BrokenJsonException, MalformedPageException {
    String written = value();
    if (source.paging().ends().endMarks().contains(written)) {
      endMark = Optional.of(written);
    } else {
      next = Optional.of(written).filter(text -> !text.isBlank());
    }
  }

  /** None where nothing is said; text and numbers say it too. */
  private Optional<Boolean> hasMore() throws BrokenJsonException, MalformedPageException {
    json.next();
    int start = json.position();
    JsonKind kind = json.value();
    refuseFlaw();
    return switch (kind) {
      case TRUE -> Optional.of(true);
      case FALSE -> Optional.of(false);
      case NULL -> Optional.empty();
      default -> {
        String written = written(kind, start).strip();
        if (!YES.matcher(written).matches() && !NO.matcher(written).matches()) {
          throw MalformedPageException.otherShape(
              "what it has at %s (source.paging.has-more) is neither true nor false"
                  .formatted(source.paging().ends().hasMore().map(String::valueOf).orElse("")));
        }
        yield Optional.of(YES.matcher(written).matches());
      }
    };
  }

  private OptionalLong total() throws BrokenJsonException, MalformedPageException {
    String written = value().strip();
    if (written.isEmpty()) {
      return OptionalLong.empty();
    }
    if (!COUNT.matcher(written).matches()) {
      throw MalformedPageException.otherShape(
          "what it has at %s (source.paging.total) is no count of records"
              .formatted(source.paging().ends().total().map(String::valueOf).orElse("")));
    }
    return OptionalLong.of(Long.parseLong(written.replaceFirst("\\..*", "")));
  }

  private List<MappedRecord> records() throws BrokenJsonException, MalformedPageException {
    List<MappedRecord> mapped = new ArrayList<>();
    if (json.takes(']')) {
      return mapped;
    }
    refuseFlaw();
    do {
      lastStart = json.position();
      mapped.add(recordMapper.map(in, json));
      lastStop = json.position();
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
    return Optional.of(value()).filter(text -> !text.isBlank());
  }

  /** The value that is next, as text; empty where it is null or false. */
  private String value() throws BrokenJsonException, MalformedPageException {
    json.next();
    int start = json.position();
    JsonKind kind = json.value();
    refuseFlaw();
    return kind == JsonKind.NULL || kind == JsonKind.FALSE ? "" : written(kind, start);
  }

  private String written(JsonKind kind, int start) {
    if (kind != JsonKind.STRING) {
      return new String(in, start, json.position() - start, UTF_8);
    }
    byte[] bytes = new byte[json.stop() - json.start()];
    int length = JsonScanner.unescape(in, json.start(), json.stop(), bytes);
    return length < 0 ? "text that is none" : new String(bytes, 0, length, UTF_8);
  }

  /** Many sources have a place for errors in every answer: no list of any, a code of 0, "ok". */
  private static boolean tellsSomething(String error) {
    return !isNoError(error.strip());
  }

  static boolean isNoError(String text) {
    return text.isEmpty() || NO_ERROR.matcher(text).matches();
  }

  private static String shortened(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() > LONGEST_ERROR ? line.substring(0, LONGEST_ERROR) + "…" : line;
  }
}
