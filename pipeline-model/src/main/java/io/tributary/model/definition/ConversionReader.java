package io.tributary.model.definition;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tributary.model.definition.Conversion.OnError;
import io.tributary.model.definition.TimeFormat.EpochUnit;
import io.tributary.model.text.BoundedMatch;
import io.tributary.model.text.InternetAddress;
import io.tributary.model.text.Quoted;
import io.tributary.model.yaml.Located;
import io.tributary.model.yaml.Nearest;
import io.tributary.model.yaml.Section;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads how the source's value of a field becomes the field's. */
final class ConversionReader {
  private static final String TIME_FORMATS =
      "iso, epoch-seconds, epoch-milliseconds, epoch-microseconds, or a pattern such as"
          + " \"dd.MM.yyyy HH:mm\"";

  private static final DateTimeFormatter INSTANT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** Levels of brackets that a value may have, as in the event. */
  private static final int MAX_DEPTH = 64;

  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private final Section section;
  private final ColumnType type;

  ConversionReader(Section section, ColumnType type) {
    this.section = section;
    this.type = type;
  }

  /**
   * @param checks that a default has to pass
   */
  Conversion read(Checks checks) {
    TimeFormat time = time();
    boolean json = type == FieldType.TEXT && word("format").equals(Optional.of("json"));
    List<String> trueWords = words("true-words");
    List<String> falseWords = words("false-words");
    trueWords.stream()
        .filter(falseWords::contains)
        .findFirst()
        .ifPresent(
            both ->
                section.problem(
                    "false-words", Quoted.quote(both) + " as true and as false", "one of the two"));
    Optional<String> fallback = fallback(checks);
    return new Conversion(
        time, json, trueWords, falseWords, hex(), skipNulls(), onError(checks), fallback);
  }

  private TimeFormat time() {
    boolean isTime = type.item() == FieldType.TIMESTAMP || type.item() == FieldType.DATE;
    Optional<ZoneId> zone = zone();
    FieldReader.fitsOnly(section, "zone", type, FieldType.TIMESTAMP, FieldType.DATE);
    Optional<String> word = isTime ? word("format") : Optional.empty();
    if (word.isEmpty() || word.get().equals("iso")) {
      return new TimeFormat(EpochUnit.MILLISECONDS, false, Optional.empty(), zone);
    }
    for (EpochUnit unit : EpochUnit.values()) {
      if (unit.word().equals(word.get())) {
        return new TimeFormat(unit, true, Optional.empty(), zone);
      }
    }
    checkPattern(word.get());
    return new TimeFormat(EpochUnit.MILLISECONDS, false, word, zone);
  }

  private void checkPattern(String pattern) {
    Optional<String> near =
        Nearest.to(
            pattern,
            Arrays.stream(EpochUnit.values()).map(EpochUnit::word).collect(Collectors.toSet()));
    try {
      DateTimeFormatter formatter = TimeFormat.formatter(pattern);
      Instant any = Instant.parse("2026-11-28T10:20:30Z");
      var parsed = formatter.parse(formatter.withZone(ZoneOffset.UTC).format(any));
      boolean givesDay =
          parsed.isSupported(ChronoField.EPOCH_DAY)
              || parsed.isSupported(ChronoField.INSTANT_SECONDS);
      if (near.isEmpty() && givesDay) {
        return;
      }
    } catch (IllegalArgumentException | DateTimeException noPattern) {
      // reported below
    }
    section.problem(
        "format",
        Quoted.quote(pattern),
        near.map("'%s' (did you mean it?)"::formatted).orElse(TIME_FORMATS + " that gives a day"));
  }

  private Optional<ZoneId> zone() {
    String expected = "a time zone such as Europe/Berlin, UTC or +02:00";
    Optional<String> text = section.text("zone", expected);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(ZoneId.of(text.get()));
    } catch (DateTimeException unknown) {
      section.problem("zone", Quoted.quote(text.get()), expected);
      return Optional.empty();
    }
  }

  private boolean hex() {
    Optional<String> word = oneOf("encoding", "base64", "hex");
    FieldReader.fitsOnly(section, "encoding", type, FieldType.BLOB);
    return word.equals(Optional.of("hex"));
  }

  private boolean skipNulls() {
    Optional<String> word = oneOf("null-items", "refuse", "skip");
    FieldReader.fitsOnlySeveral(section, "null-items", type);
    return word.equals(Optional.of("skip"));
  }

  private Optional<String> oneOf(String key, String first, String second) {
    String expected = first + " or " + second;
    Optional<String> word = section.text(key, expected);
    if (word.isPresent() && !word.get().equals(first) && !word.get().equals(second)) {
      section.problem(key, Quoted.quote(word.get()), expected);
    }
    return word;
  }

  private Optional<String> word(String key) {
    return section.text(key, "a word");
  }

  private List<String> words(String key) {
    List<Located<String>> words = section.texts(key, "a list of texts");
    FieldReader.fitsOnly(section, key, type, FieldType.BOOLEAN);
    return words.stream().map(word -> word.value().toLowerCase(Locale.ROOT)).toList();
  }

  private OnError onError(Checks checks) {
    String words =
        Arrays.stream(OnError.values()).map(OnError::word).collect(Collectors.joining(", "));
    // YAML reads a bare null as nothing, which is what it says here
    Optional<String> word = section.word("on-error", words);
    OnError chosen = OnError.REJECT;
    if (word.isPresent()) {
      Optional<OnError> known =
          Arrays.stream(OnError.values())
              .filter(candidate -> candidate.word().equals(word.get()))
              .findFirst();
      if (known.isEmpty()) {
        section.problem("on-error", Quoted.quote(word.get()), "one of " + words);
      }
      chosen = known.orElse(OnError.REJECT);
    }
    if (chosen == OnError.NULL && checks.required()) {
      section.problem("on-error", "'on-error: null' at a required field", "reject");
    }
    if (chosen == OnError.DEFAULT && !section.has("default")) {
      section.problem("on-error", "'on-error: default' without a default", "a 'default' too");
    }
    return chosen;
  }

  private Optional<String> fallback(Checks checks) {
    Optional<String> text = section.text("default", "a value of the field's type");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (checks.required()) {
      section.problem("default", "a default at a required field", "one of the two");
    }
    return literal("default", text.get(), checks);
  }

  /**
   * The field's {@code constant} as the event's JSON has it; none where there is none.
   *
   * @param checks that it has to pass
   */
  Optional<String> constant(Checks checks) {
    return section
        .text("constant", "a value of the field's type")
        .flatMap(text -> literal("constant", text, checks));
  }

  private Optional<String> literal(String key, String text, Checks checks) {
    if (!(type instanceof FieldType single)) {
      section.problem(
          key,
          "'%s' at a field of type %s".formatted(key, type.word()),
          "it only at single values");
      return Optional.empty();
    }
    String literal = literal(single, text, checks);
    if (literal == null) {
      section.problem(
          key,
          Quoted.quote(text),
          "a value of type %s that passes the field's checks".formatted(type.word()));
    }
    return Optional.ofNullable(literal);
  }

  /** The value as the event's JSON has it; null where it is none of the type. */
  private static @Nullable String literal(FieldType type, String text, Checks checks) {
    try {
      return switch (type) {
        case TEXT -> isAllowed(text, checks) ? quoted(text) : null;
        case INT -> within(new BigDecimal(text), checks, String.valueOf(Integer.parseInt(text)));
        case BIGINT -> within(new BigDecimal(text), checks, String.valueOf(Long.parseLong(text)));
        case DOUBLE ->
            within(new BigDecimal(text), checks, String.valueOf(Double.parseDouble(text)));
        case DECIMAL -> {
          BigDecimal value = new BigDecimal(text);
          yield Math.abs(value.scale()) > 1_000
              ? null
              : within(value, checks, quoted(value.toPlainString()));
        }
        case BOOLEAN -> text.equals("true") || text.equals("false") ? text : null;
        case TIMESTAMP -> quoted(INSTANT.format(Instant.parse(text)));
        case DATE -> quoted(LocalDate.parse(text).toString());
        case UUID -> quoted(UUID.fromString(text).toString());
        case TIME -> time(text);
        case INET -> inet(text);
        case BLOB -> quoted(base64(Base64.getDecoder().decode(text)));
        case JSON -> json(text, checks);
      };
    } catch (IllegalArgumentException | DateTimeException none) {
      return null;
    }
  }

  private static String time(String text) {
    return quoted(DateTimeFormatter.ISO_LOCAL_TIME.format(LocalTime.parse(text)));
  }

  private static @Nullable String inet(String text) {
    byte[] in = text.getBytes(UTF_8);
    byte[] address = InternetAddress.parse(in, 0, in.length);
    return address == null ? null : quoted(InternetAddress.text(address));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static @Nullable String json(String text, Checks checks) {
    String compact;
    try {
      compact = JSON.readTree(text).toString();
    } catch (JsonProcessingException none) {
      return null;
    }
    return !compact.isEmpty() && isAllowed(compact, checks) ? compact : null;
  }

  private static @Nullable String within(BigDecimal value, Checks checks, String literal) {
    boolean within =
        checks.min().stream().allMatch(min -> value.compareTo(min) >= 0)
            && checks.max().stream().allMatch(max -> value.compareTo(max) <= 0)
            && checks.scale().stream().allMatch(most -> hasDigits(value, most));
    return within ? literal : null;
  }

  private static boolean hasDigits(BigDecimal value, int scale) {
    BigDecimal least = value.stripTrailingZeros();
    return least.scale() <= scale && least.precision() - least.scale() <= Checks.PRECISION - scale;
  }

  private static boolean isAllowed(String text, Checks checks) {
    int length = text.codePointCount(0, text.length());
    return length >= checks.minLength()
        && length <= checks.maxLength()
        && (checks.oneOf().isEmpty() || checks.oneOf().contains(text))
        && checks.pattern().stream().allMatch(pattern -> BoundedMatch.matches(pattern, text))
        && !checks.email();
  }

  private static String quoted(String text) {
    return TextNode.valueOf(text).toString();
  }
}
