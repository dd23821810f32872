package io.tributary.model.definition;

import io.tributary.model.text.BoundedMatch;
import io.tributary.model.text.Quoted;
import io.tributary.model.yaml.Located;
import io.tributary.model.yaml.Problems;
import io.tributary.model.yaml.Section;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/** Reads the event's fields and finds what cannot be meant. */
final class FieldReader {
  /** Clean-ups of a text field that names none. */
  static final List<CleanUp> DEFAULT_CLEAN_UPS =
      List.of(CleanUp.NFC, CleanUp.TRIM, CleanUp.EMPTY_TO_NULL);

  private static final int LONGEST_TEXT = 1_000_000;
  private static final int LONGEST_PATTERN = 1_000;
  private static final int MOST_ITEMS = 65_535;
  private static final int MOST_FIELDS = 500;

  private static final Map<FieldType, BigDecimal[]> RANGES =
      Map.of(
          FieldType.INT, range(Integer.MIN_VALUE, Integer.MAX_VALUE),
          FieldType.BIGINT, range(Long.MIN_VALUE, Long.MAX_VALUE));

  private final Problems problems;

  FieldReader(Problems problems) {
    this.problems = problems;
  }

  /** The fields of {@code event} with their lines; those with problems are left out. */
  List<Located<Field>> read(Section event) {
    List<Section> sections =
        event.sections("fields", "the field", "a list of fields: {name, type, from}");
    if (event.has("fields") && sections.isEmpty()) {
      event.problem("fields", "no fields", "one or more");
    }
    if (sections.size() > MOST_FIELDS) {
      event.problem("fields", sections.size() + " fields", "at most " + MOST_FIELDS);
      return List.of();
    }
    Map<String, Integer> lines = new HashMap<>();
    List<Located<Field>> fields = new ArrayList<>();
    for (Section section : sections) {
      Optional<Field> field = read(section, lines);
      section.end();
      field.ifPresent(valid -> fields.add(new Located<>(valid, section.line())));
    }
    return fields;
  }

  private Optional<Field> read(Section section, Map<String, Integer> lines) {
    Optional<String> name = CqlNames.readColumn(section, "name");
    if (name.isPresent()) {
      Integer earlier = lines.putIfAbsent(name.get(), section.lineOf("name"));
      if (earlier != null) {
        section.problem(
            "name",
            "a second field "
                + Quoted.quote(name.get())
                + String.format(Locale.ROOT, " (first in line %d)", earlier),
            "each name once");
      }
    }
    Optional<ColumnType> type = new ColumnTypeReader(section).read();
    // Without its type nothing can be said about the rest; text takes every key there is.
    ColumnType assumed = type.orElse(FieldType.TEXT);
    Optional<Origin> origin = OriginReader.read(section, assumed);
    List<CleanUp> cleanUps = cleanUps(section, assumed);
    Checks checks = checks(section, assumed, cleanUps);
    ConversionReader conversions = new ConversionReader(section, assumed);
    Conversion conversion = conversions.read(checks);
    origin = origin.or(() -> conversions.constant(checks).map(Origin.Constant::new));
    boolean expected = section.flag("expected");
    boolean personal = section.flag("personal");
    if (name.isEmpty() || type.isEmpty() || origin.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Field(
            name.get(),
            type.get(),
            origin.get(),
            conversion,
            cleanUps,
            checks,
            expected,
            personal));
  }

  private List<CleanUp> cleanUps(Section section, ColumnType type) {
    if (!section.has("clean")) {
      return type.item() == FieldType.TEXT ? DEFAULT_CLEAN_UPS : List.of();
    }
    String words =
        Arrays.stream(CleanUp.values()).map(CleanUp::word).collect(Collectors.joining(", "));
    List<CleanUp> cleanUps = new ArrayList<>();
    for (Located<String> word : section.texts("clean", "a list of " + words)) {
      Optional<CleanUp> cleanUp =
          Arrays.stream(CleanUp.values()).filter(c -> c.word().equals(word.value())).findFirst();
      if (cleanUp.isEmpty()) {
        problems.add(word.line(), Quoted.quote(word.value()), "one of " + words);
      } else if (cleanUps.contains(cleanUp.get())) {
        problems.add(word.line(), Quoted.quote(word.value()) + " again", "each clean-up once");
      } else {
        cleanUps.add(cleanUp.get());
      }
    }
    fitsOnly(section, "clean", type, FieldType.TEXT);
    return cleanUps;
  }

  private Checks checks(Section section, ColumnType type, List<CleanUp> cleanUps) {
    boolean required = section.flag("required");
    Optional<BigDecimal> min = bound(section, "min", type);
    Optional<BigDecimal> max = bound(section, "max", type);
    if (min.isPresent() && max.isPresent() && min.get().compareTo(max.get()) > 0) {
      section.problem("min", "a min above the max", "min at most " + max.get().toPlainString());
    }
    int minLength = section.integer("min-length", false, 0, LONGEST_TEXT).orElse(0);
    int maxLength =
        section
            .integer("max-length", false, 1, LONGEST_TEXT)
            .orElse(Math.max(defaultMaxLength(type), minLength));
    if (minLength > maxLength) {
      section.problem("min-length", "a min-length above the max-length", "at most " + maxLength);
    }
    Optional<Pattern> pattern = pattern(section);
    boolean email = type.item() == FieldType.TEXT && email(section, type);
    List<Located<String>> oneOf = section.texts("one-of", "a list of texts");
    if (section.has("one-of") && oneOf.isEmpty()) {
      section.problem("one-of", "an empty list", "one or more texts");
    }
    fitsOnly(section, "format", type, FieldType.TEXT, FieldType.TIMESTAMP, FieldType.DATE);
    for (String key : List.of("min-length", "pattern", "one-of")) {
      fitsOnly(section, key, type, FieldType.TEXT);
    }
    fitsOnly(section, "max-length", type, FieldType.TEXT, FieldType.JSON);
    Optional<Integer> scale = section.integer("scale", false, 0, Checks.PRECISION);
    fitsOnly(section, "scale", type, FieldType.DECIMAL);
    int maxItems = maxItems(section, type);
    if (type instanceof CollectionType several && several.kind() == CollectionType.Kind.SET) {
      shortItems(section, several, maxLength);
    }
    Checks checks =
        new Checks(
            required,
            min,
            max,
            minLength,
            maxLength,
            pattern,
            oneOf.stream().map(Located::value).toList(),
            email,
            maxItems,
            scale);
    if (minLength <= maxLength) {
      reachable(oneOf, checks, cleanUps);
    }
    return checks;
  }

  private static int defaultMaxLength(ColumnType type) {
    return type == FieldType.JSON ? LONGEST_TEXT : Checks.DEFAULT_MAX_LENGTH;
  }

  private static int maxItems(Section section, ColumnType type) {
    int most = section.integer("max-items", false, 1, MOST_ITEMS).orElse(Checks.DEFAULT_MAX_ITEMS);
    fitsOnlySeveral(section, "max-items", type);
    return most;
  }

  /** Cassandra's limit for an item of a set, which is part of a key, is 65,535 bytes. */
  private static void shortItems(Section section, CollectionType type, int maxLength) {
    if (type.item() == FieldType.TEXT && maxLength > KeyRules.LONGEST_TEXT) {
      section.problem(
          "max-length",
          String.format(Locale.ROOT, "a max-length of %,d for items of a set", maxLength),
          String.format(Locale.ROOT, "at most %,d", KeyRules.LONGEST_TEXT));
    }
  }

  private Optional<BigDecimal> bound(Section section, String key, ColumnType type) {
    Optional<BigDecimal> bound = section.number(key);
    fitsOnly(
        section, key, type, FieldType.INT, FieldType.BIGINT, FieldType.DOUBLE, FieldType.DECIMAL);
    BigDecimal[] range = RANGES.get(type.item());
    if (bound.isPresent() && range != null) {
      boolean within = bound.get().compareTo(range[0]) >= 0 && bound.get().compareTo(range[1]) <= 0;
      if (!within) {
        section.problem(
            key,
            Quoted.quote(bound.get().toPlainString()),
            "a number of the type: %s to %s".formatted(range[0], range[1]));
      }
    }
    return bound;
  }

  private static Optional<Pattern> pattern(Section section) {
    Optional<String> text = section.text("pattern", "a regular expression");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (text.get().length() > LONGEST_PATTERN) {
      section.problem(
          "pattern",
          String.format(Locale.ROOT, "%,d characters", text.get().length()),
          String.format(Locale.ROOT, "at most %,d", LONGEST_PATTERN));
      return Optional.empty();
    }
    try {
      return Optional.of(Pattern.compile(text.get()));
    } catch (PatternSyntaxException malformed) {
      section.problem(
          "pattern",
          "%s (%s)".formatted(Quoted.quote(text.get()), Quoted.oneLine(malformed.getDescription())),
          "a regular expression as Java has them");
    } catch (StackOverflowError tooDeep) {
      section.problem("pattern", "too many brackets within brackets", "a regular expression");
    }
    return Optional.empty();
  }

  private static boolean email(Section section, ColumnType type) {
    List<String> formats =
        type instanceof CollectionType ? List.of("email") : List.of("email", "json");
    String expected = String.join(" or ", formats);
    Optional<String> format = section.text("format", expected);
    if (format.isPresent() && !formats.contains(format.get())) {
      section.problem("format", Quoted.quote(format.get()), expected);
    }
    return format.equals(Optional.of("email"));
  }

  /** Reports texts of {@code one-of} that no value can ever be. */
  private void reachable(List<Located<String>> oneOf, Checks checks, List<CleanUp> cleanUps) {
    List<String> seen = new ArrayList<>();
    for (Located<String> text : oneOf) {
      String value = text.value();
      if (seen.contains(value)) {
        problems.add(text.line(), Quoted.quote(value) + " again", "each text once");
      }
      seen.add(value);
      int length = value.codePointCount(0, value.length());
      if (length < checks.minLength() || length > checks.maxLength()) {
        problems.add(
            text.line(),
            String.format(Locale.ROOT, "%s with %d characters", Quoted.quote(value), length),
            String.format(
                Locale.ROOT,
                "%d to %d, as min-length and max-length say",
                checks.minLength(),
                checks.maxLength()));
      } else if (!cleaned(value, cleanUps).equals(value)) {
        problems.add(
            text.line(),
            Quoted.quote(value) + ", which the clean-ups would change",
            Quoted.quote(cleaned(value, cleanUps)));
      } else if (checks.pattern().isPresent()
          && !BoundedMatch.matches(checks.pattern().get(), value)) {
        problems.add(
            text.line(),
            Quoted.quote(value) + ", which the pattern does not match",
            "a text that passes the field's other checks");
      }
    }
  }

  private static String cleaned(String value, List<CleanUp> cleanUps) {
    String cleaned = value;
    for (CleanUp cleanUp : cleanUps) {
      cleaned = cleanUp.apply(cleaned);
    }
    return cleaned;
  }

  /** Reports a key at a field of a type whose values, or items, have no use for it. */
  static void fitsOnly(Section section, String key, ColumnType type, FieldType... types) {
    if (section.has(key) && !Arrays.asList(types).contains(type.item())) {
      section.problem(
          key,
          "'%s' at a field of type %s".formatted(key, type.word()),
          "it only at "
              + Arrays.stream(types).map(FieldType::word).collect(Collectors.joining(", ")));
    }
  }

  /** Reports a key at a field of a type that has not any number of items. */
  static void fitsOnlySeveral(Section section, String key, ColumnType type) {
    boolean fits =
        type instanceof CollectionType several && several.kind() != CollectionType.Kind.VECTOR;
    if (section.has(key) && !fits) {
      section.problem(
          key,
          "'%s' at a field of type %s".formatted(key, type.word()),
          "it only at lists, sets and maps");
    }
  }

  private static BigDecimal[] range(long min, long max) {
    return new BigDecimal[] {BigDecimal.valueOf(min), BigDecimal.valueOf(max)};
  }
}
