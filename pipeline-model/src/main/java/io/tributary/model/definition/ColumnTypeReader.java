package io.tributary.model.definition;

import io.tributary.model.definition.CollectionType.Kind;
import io.tributary.model.text.Quoted;
import io.tributary.model.yaml.Nearest;
import io.tributary.model.yaml.Section;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the type of a field's column, as CQL writes it. */
final class ColumnTypeReader {
  /** Cassandra's own limit. */
  private static final int LONGEST_VECTOR = 8_192;

  /** In characters; no type needs as many. */
  private static final int LONGEST = 60;

  private static final Pattern FROZEN = Pattern.compile("frozen *< *(.+?) *>");
  private static final Pattern GENERIC = Pattern.compile("(list|set|map|vector) *< *(.+?) *>");
  private static final Pattern MAP = Pattern.compile("(\\w+) *, *(.+)");
  private static final Pattern VECTOR = Pattern.compile("float *, *([1-9]\\d{0,8})");

  private static final List<String> SINGLE = words(type -> true);
  private static final List<String> ITEMS = words(type -> type != FieldType.JSON);
  private static final List<String> SET_ITEMS = words(FieldType::hasOneSpelling);

  /** What a message expects of a type that nothing is known of. */
  static final String EXPECTED =
      "one of %s, frozen<list<…>>, frozen<set<…>>, frozen<map<text, …>>, vector<float, n>"
          .formatted(String.join(", ", SINGLE));

  private final Section section;

  ColumnTypeReader(Section section) {
    this.section = section;
  }

  private static List<String> words(Predicate<FieldType> which) {
    return Arrays.stream(FieldType.values()).filter(which).map(FieldType::word).toList();
  }

  /** The type that must be there; what is wrong with it goes to the section. */
  Optional<ColumnType> read() {
    return section.required("type", EXPECTED).flatMap(this::type);
  }

  private Optional<ColumnType> type(String written) {
    if (written.length() > LONGEST) {
      return refused(written, EXPECTED);
    }
    Optional<FieldType> single = single(written);
    if (single.isPresent()) {
      return Optional.of(single.get());
    }
    Matcher frozen = FROZEN.matcher(written);
    boolean isFrozen = frozen.matches();
    Matcher generic = GENERIC.matcher(isFrozen ? frozen.group(1) : written);
    if (!generic.matches()) {
      String near =
          Nearest.to(written.toLowerCase(Locale.ROOT), SINGLE)
              .map("%s (did you mean it?)"::formatted)
              .orElse(EXPECTED);
      return refused(written, near);
    }
    Kind kind = Kind.valueOf(generic.group(1).toUpperCase(Locale.ROOT));
    String within = generic.group(2);
    return switch (kind) {
      case LIST -> list(written, within, isFrozen);
      case SET -> items(written, within, SET_ITEMS).map(item -> of(kind, item, isFrozen));
      case MAP -> map(written, within, isFrozen);
      case VECTOR -> vector(written, within, isFrozen);
    };
  }

  /** A list that is not frozen has its items under ids that Cassandra makes for each write. */
  private Optional<ColumnType> list(String written, String within, boolean frozen) {
    Optional<FieldType> item = items(written, within, ITEMS);
    if (item.isPresent() && !frozen) {
      return refused(
          written,
          "frozen<list<%s>>: a write that is repeated would add the items to the list again"
              .formatted(item.get().word()));
    }
    return item.map(type -> of(Kind.LIST, type, true));
  }

  private Optional<ColumnType> map(String written, String within, boolean frozen) {
    Matcher parts = MAP.matcher(within);
    if (!parts.matches() || !parts.group(1).equals("text")) {
      return refused(written, "frozen<map<text, …>>: names of members are texts");
    }
    return items(written, parts.group(2), ITEMS).map(item -> of(Kind.MAP, item, frozen));
  }

  private Optional<ColumnType> vector(String written, String within, boolean frozen) {
    Matcher parts = VECTOR.matcher(within);
    int dimension = parts.matches() ? Integer.parseInt(parts.group(1)) : 0;
    if (frozen || dimension < 1 || dimension > LONGEST_VECTOR) {
      return refused(
          written,
          String.format(
              Locale.ROOT, "vector<float, n> with n from 1 to %d, not frozen", LONGEST_VECTOR));
    }
    return Optional.of(new CollectionType(Kind.VECTOR, FieldType.DOUBLE, false, dimension));
  }

  private static ColumnType of(Kind kind, FieldType item, boolean frozen) {
    return new CollectionType(kind, item, frozen, 0);
  }

  private Optional<FieldType> items(String written, String item, List<String> allowed) {
    Optional<FieldType> type = single(item).filter(known -> allowed.contains(known.word()));
    if (type.isEmpty()) {
      refused(
          written,
          Nearest.to(item, allowed)
              .map("%s within it (did you mean it?)"::formatted)
              .orElse("within it one of " + String.join(", ", allowed)));
    }
    return type;
  }

  private static Optional<FieldType> single(String word) {
    return Arrays.stream(FieldType.values()).filter(type -> type.word().equals(word)).findFirst();
  }

  private Optional<ColumnType> refused(String written, String expected) {
    section.problem("type", Quoted.quote(written), expected);
    return Optional.empty();
  }
}
