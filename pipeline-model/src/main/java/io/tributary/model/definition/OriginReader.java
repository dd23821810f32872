package io.tributary.model.definition;

import com.fasterxml.jackson.core.JsonPointer;
import io.tributary.model.definition.Origin.Outside;
import io.tributary.model.definition.Origin.Outside.Place;
import io.tributary.model.text.Quoted;
import io.tributary.model.yaml.Located;
import io.tributary.model.yaml.Pointers;
import io.tributary.model.yaml.Section;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads where a field's value comes from: {@code from}, {@code join} or {@code constant}. */
final class OriginReader {
  private static final Pattern POINTED = Pattern.compile("(answer|parent):(/.*)");
  private static final Pattern NAMED = Pattern.compile("(each|run):([A-Za-z][A-Za-z0-9_-]{0,62})");
  private static final List<String> KEYS = List.of("from", "join", "constant");
  private static final String OUTSIDE =
      "answer:/…, parent:/…, map-key, each:NAME, run:id, run:NAME or fetch-time";

  private OriginReader() {}

  /**
   * None where the key is missing or wrong, or it is a constant, which needs the field's checks.
   */
  static Optional<Origin> read(Section section, ColumnType type) {
    List<String> there = KEYS.stream().filter(section::has).toList();
    if (there.size() != 1) {
      section.problem(
          there.isEmpty() ? "name" : there.get(1),
          there.isEmpty()
              ? "neither 'from' nor 'join' nor 'constant'"
              : "both '%s' and '%s'".formatted(there.get(0), there.get(1)),
          "one of them");
      return Optional.empty();
    }
    return switch (there.get(0)) {
      case "join" -> join(section, type);
      case "constant" -> Optional.empty();
      default -> from(section, type);
    };
  }

  private static Optional<Origin> join(Section section, ColumnType type) {
    if (!(type instanceof FieldType) || type == FieldType.JSON) {
      section.problem(
          "join", "'join' at a field of type " + type.word(), "it only at single values");
    }
    return section.text("join", "a text").flatMap(text -> JoinTemplate.parse(section, text));
  }

  private static Optional<Origin> from(Section section, ColumnType type) {
    if (section.isList("from")) {
      return gathered(section, type);
    }
    Optional<String> text = section.text("from", "a JSON Pointer such as /name, or " + OUTSIDE);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (text.get().isEmpty()) {
      section.problem("from", "the whole record", "a member of it, such as /name");
      return Optional.empty();
    }
    if (text.get().startsWith("/")) {
      return section.pointer("from", true).map(Origin.At::new);
    }
    Optional<Origin> outside = outside(text.get());
    if (outside.isEmpty()) {
      section.problem(
          "from", Quoted.quote(text.get()), "a JSON Pointer such as /name, or " + OUTSIDE);
    } else if (text.get().equals("fetch-time") && type != FieldType.TIMESTAMP) {
      section.problem(
          "from", "fetch-time for a field of type " + type.word(), "the type timestamp");
    }
    return outside;
  }

  private static Optional<Origin> gathered(Section section, ColumnType type) {
    List<Located<String>> places = section.texts("from", "a list of JSON Pointers such as /name");
    List<JsonPointer> pointers =
        places.stream().flatMap(place -> section.pointer(place).stream()).toList();
    if (!(type instanceof CollectionType several) || several.kind() == CollectionType.Kind.MAP) {
      section.problem(
          "from",
          "a list of places at a field of type " + type.word(),
          "it only at lists, sets and vectors");
      return Optional.empty();
    }
    if (places.isEmpty()) {
      section.problem("from", "an empty list", "one or more JSON Pointers such as /name");
      return Optional.empty();
    }
    boolean isVector = several.kind() == CollectionType.Kind.VECTOR;
    if (isVector && places.size() != several.dimension()) {
      section.problem(
          "from",
          String.format(Locale.ROOT, "%,d place%s", places.size(), places.size() == 1 ? "" : "s"),
          String.format(Locale.ROOT, "%,d, as the type says", several.dimension()));
    }
    return pointers.size() == places.size()
        ? Optional.of(new Origin.Gathered(pointers))
        : Optional.empty();
  }

  private static Optional<Origin> outside(String text) {
    if (text.equals("map-key")) {
      return Optional.of(new Outside(Place.MAP_KEY, JsonPointer.empty(), ""));
    }
    if (text.equals("fetch-time")) {
      return Optional.of(new Outside(Place.FETCH_TIME, JsonPointer.empty(), ""));
    }
    Matcher pointed = POINTED.matcher(text);
    if (pointed.matches()) {
      Place place = pointed.group(1).equals("answer") ? Place.ANSWER : Place.PARENT;
      return Pointers.parse(pointed.group(2)).map(pointer -> new Outside(place, pointer, ""));
    }
    Matcher named = NAMED.matcher(text);
    if (named.matches()) {
      Place place = named.group(1).equals("each") ? Place.EACH : Place.RUN;
      return Optional.of(new Outside(place, JsonPointer.empty(), named.group(2)));
    }
    return Optional.empty();
  }
}
