package io.tributary.producer.sample;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.tributary.model.definition.CollectionType;
import io.tributary.model.definition.Conversion.OnError;
import io.tributary.model.definition.Field;
import io.tributary.model.definition.FieldType;
import io.tributary.model.definition.Origin;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.definition.TimeFormat.EpochUnit;
import io.tributary.model.mapping.MappedRecord;
import io.tributary.model.text.Quoted;
import io.tributary.producer.sample.Doubt.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Looks for what is usually a mistake of the definition although most records can be mapped. */
final class Doubts {
  /** Of a page with fewer records a column may be empty by chance. */
  private static final int FEW = 5;

  /** Shares of a field's max-length from which on a text is long. */
  private static final double NEARLY = 0.9;

  private static final Pattern ENTITY =
      Pattern.compile("&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});");
  private static final Pattern CUT_OFF =
      Pattern.compile("(?s).{20,}(?:…|\\.\\.\\.|\\[\\+\\d+ chars\\]|\\[truncated\\])\\s*");
  private static final Pattern LOCAL_TIME =
      Pattern.compile("\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?");
  private static final Pattern LEADING_ZERO = Pattern.compile("-?0\\d+(?:\\.\\d+)?");
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?");

  private final Pipeline pipeline;
  private final List<MappedRecord> mapped;
  private final List<JsonNode> sources;
  private final List<Doubt> found = new ArrayList<>();

  Doubts(Pipeline pipeline, List<MappedRecord> mapped, List<JsonNode> sources) {
    this.pipeline = pipeline;
    this.mapped = mapped;
    this.sources = sources;
  }

  /** All of them, those about the whole page first. */
  List<Doubt> all() {
    found.clear();
    repeatedKeys();
    hiddenNowhere();
    List<Field> fields = pipeline.event().fields();
    for (int column = 0; column < fields.size(); column++) {
      about(fields.get(column), column);
    }
    return List.copyOf(found);
  }

  private void about(Field field, int column) {
    noValues(field, column);
    if (!(field.origin() instanceof Origin.At at)) {
      return;
    }
    List<JsonNode> values =
        sources.stream()
            .map(record -> record.at(at.pointer()))
            .flatMap(node -> valuesOf(field, node))
            .filter(Doubts::isValue)
            .toList();
    switch (field.type().item()) {
      case TEXT -> texts(field, values);
      case TIMESTAMP, DATE -> times(field, column, values);
      case INT, BIGINT, DOUBLE, DECIMAL -> numbers(field, values);
      default -> {
        // nothing is usually wrong with the others
      }
    }
  }

  /** The items of a collection, or the one value. */
  private static Stream<JsonNode> valuesOf(Field field, JsonNode node) {
    return field.type() instanceof CollectionType && node.isContainerNode()
        ? StreamSupport.stream(node.spliterator(), false)
        : Stream.of(node);
  }

  private static boolean isValue(JsonNode node) {
    return node.isValueNode() && !node.isNull() && !node.asText().isBlank();
  }

  private void repeatedKeys() {
    Set<Long> rows = new HashSet<>();
    int repeated = 0;
    Optional<String> example = Optional.empty();
    for (MappedRecord record : mapped) {
      if (record instanceof MappedRecord.Event event && !rows.add(event.filled().row())) {
        repeated++;
        example = example.or(() -> Optional.of(keyOf(event)));
      }
    }
    if (repeated > 0) {
      String what =
          String.format(
              Locale.ROOT,
              "%,d of %,d records have the key of an earlier one, such as %s, and would replace its row: check table.key, or set dag.max-superseded if the source gives several states of one row",
              repeated,
              mapped.size(),
              example.orElse("?"));
      found.add(new Doubt(Kind.REPEATED_KEY, Optional.empty(), what));
    }
  }

  private String keyOf(MappedRecord.Event event) {
    try {
      JsonNode row = SourceRecords.JSON.readTree(event.value());
      List<String> parts =
          pipeline.mainTable().key().stream()
              .map(name -> name + "=" + Quoted.oneLine(row.path(name).asText()))
              .toList();
      return String.join(", ", parts);
    } catch (IOException ofOurOwnMaking) {
      throw new UncheckedIOException(ofOurOwnMaking);
    }
  }

  private void hiddenNowhere() {
    for (JsonPointer hidden : pipeline.event().hide()) {
      if (sources.stream().allMatch(record -> record.at(hidden).isMissingNode())) {
        String what =
            "no record has %s, which event.hide names: check the pointer".formatted(hidden);
        found.add(new Doubt(Kind.HIDDEN_NOWHERE, Optional.empty(), what));
      }
    }
  }

  private void noValues(Field field, int column) {
    List<Integer> without =
        events().filter(index -> !mappedOf(index).filled().has(column)).boxed().toList();
    long events = events().count();
    List<JsonNode> replaced = replaced(field, without);
    if (!replaced.isEmpty()) {
      add(
          Kind.REPLACED_VALUES,
          field,
          String.format(
              Locale.ROOT,
              "on-error replaces %,d of %,d values, such as %s: check that this is meant",
              replaced.size(),
              events,
              Quoted.oneLine(replaced.get(0).toString())));
    } else if (events > FEW && without.size() == events) {
      add(
          Kind.NO_VALUES,
          field,
          "no record has a value (from %s): check the pointer"
              .formatted(
                  String.join(
                      ", ", field.origin().pointers().stream().map(String::valueOf).toList())));
    }
  }

  /** What the source has where a column has no value of the source. */
  private List<JsonNode> replaced(Field field, List<Integer> without) {
    if (field.conversion().onError() == OnError.REJECT
        || !(field.origin() instanceof Origin.At at)) {
      return List.of();
    }
    return without.stream()
        .map(index -> sources.get(index).at(at.pointer()))
        .filter(node -> !node.isMissingNode() && !node.isNull() && !isBlank(node))
        .toList();
  }

  private static boolean isBlank(JsonNode node) {
    return node.isTextual() && node.textValue().isBlank();
  }

  private IntStream events() {
    return IntStream.range(0, mapped.size())
        .filter(
            index ->
                mapped.get(index) instanceof MappedRecord.Event event && !event.filled().deletes());
  }

  private MappedRecord.Event mappedOf(int index) {
    return (MappedRecord.Event) mapped.get(index);
  }

  private void texts(Field field, List<JsonNode> values) {
    if (field.conversion().json()) {
      return;
    }
    int limit = field.checks().maxLength();
    count(
        Kind.LONG_TEXT,
        field,
        values,
        text -> text.codePointCount(0, text.length()) > limit * NEARLY && limit > 100,
        String.format(
            Locale.ROOT,
            "have nearly max-length (%,d) characters or more: raise it if longer ones may come",
            limit));
    count(
        Kind.CUT_OFF_TEXT,
        field,
        values,
        text -> CUT_OFF.matcher(text).matches(),
        "end as if the source had cut them off: look for a member or a parameter that gives all of"
            + " the text");
    if (field.cleanUps().stream().noneMatch(clean -> clean.word().equals("html-entities"))) {
      count(
          Kind.HTML_ENTITIES,
          field,
          values,
          text -> ENTITY.matcher(text).find(),
          "have HTML entities such as &amp;: add html-entities to its clean list to decode them");
    }
  }

  private void numbers(Field field, List<JsonNode> values) {
    count(
        Kind.LEADING_ZEROS,
        field,
        values,
        text -> LEADING_ZERO.matcher(text).matches(),
        "are refused, because they begin with a zero: use type text");
    if (field.type() == FieldType.DOUBLE) {
      count(
          Kind.LOST_DIGITS,
          field,
          values,
          Doubts::losesDigits,
          "have more digits than a double keeps: use type decimal");
    }
  }

  private static boolean losesDigits(String text) {
    if (!NUMBER.matcher(text).matches()) {
      return false;
    }
    BigDecimal exact = new BigDecimal(text);
    double kept = exact.doubleValue();
    return !Double.isInfinite(kept) && new BigDecimal(Double.toString(kept)).compareTo(exact) != 0;
  }

  private void times(Field field, int column, List<JsonNode> values) {
    EpochUnit unit = field.conversion().time().unit();
    if (field.conversion().time().zone().isEmpty() && field.type().item() == FieldType.TIMESTAMP) {
      count(
          Kind.LOCAL_TIME,
          field,
          values,
          text -> LOCAL_TIME.matcher(text).matches(),
          "are times without a zone, which are refused: name it with zone, such as zone: UTC");
    }
    if (field.conversion().time().pattern().isPresent()) {
      return;
    }
    boolean textIsEpoch = field.conversion().time().epoch();
    List<JsonNode> numbers =
        values.stream()
            .filter(value -> value.isNumber() || textIsEpoch)
            .filter(value -> NUMBER.matcher(value.asText()).matches())
            .toList();
    int unlikely = 0;
    Optional<EpochUnit> better = Optional.empty();
    for (JsonNode value : numbers) {
      BigDecimal number = new BigDecimal(value.asText());
      if (!EpochTimes.isLikely(number, unit)) {
        unlikely++;
        better = better.or(() -> EpochTimes.likelyUnit(number));
      }
    }
    if (unlikely > 0) {
      String example = numbers.get(0).asText();
      add(
          better.isPresent() ? Kind.TIME_UNIT : Kind.UNLIKELY_TIME,
          field,
          String.format(
              Locale.ROOT,
              "%,d of %,d numbers are unlikely times as %s (%s is %s)%s",
              unlikely,
              numbers.size(),
              unit.word(),
              example,
              EpochTimes.shown(new BigDecimal(example), unit),
              better
                  .map(other -> ": they look like format: " + other.word())
                  .orElse(": check what the source means by them")));
    } else {
      unlikelyRows(field, column);
    }
  }

  /** Times as text may be wrong in the source itself. */
  private void unlikelyRows(Field field, int column) {
    if (field.type() != FieldType.TIMESTAMP) {
      return;
    }
    long unlikely =
        events()
            .filter(index -> mappedOf(index).filled().has(column))
            .filter(index -> isTheEpoch(index, field.name()))
            .count();
    if (unlikely > 0) {
      add(
          Kind.UNLIKELY_TIME,
          field,
          String.format(
              Locale.ROOT,
              "%,d records have 1970-01-01T00:00:00Z, which often means no time",
              unlikely));
    }
  }

  private boolean isTheEpoch(int index, String name) {
    try {
      String time = SourceRecords.JSON.readTree(mappedOf(index).value()).path(name).asText();
      return Instant.parse(time).equals(Instant.EPOCH);
    } catch (IOException ofOurOwnMaking) {
      throw new UncheckedIOException(ofOurOwnMaking);
    }
  }

  private void count(
      Kind kind, Field field, List<JsonNode> values, Predicate<String> is, String what) {
    List<String> such = values.stream().map(JsonNode::asText).filter(is).toList();
    if (!such.isEmpty()) {
      add(
          kind,
          field,
          String.format(
              Locale.ROOT,
              "%,d of %,d values %s (%s)",
              such.size(),
              values.size(),
              what,
              Quoted.oneLine(such.get(0))));
    }
  }

  private void add(Kind kind, Field field, String what) {
    found.add(Doubt.of(kind, field.name(), what));
  }
}
