package io.tributary.model.definition;

import com.fasterxml.jackson.core.JsonPointer;
import io.tributary.model.text.Quoted;
import io.tributary.model.yaml.Located;
import io.tributary.model.yaml.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the value of a field's {@code join}: text with places in braces. */
final class JoinTemplate {
  private static final String EXPECTED =
      "text with JSON Pointers in braces, such as \"{/name/first} {/name/last|/name}\"";

  private JoinTemplate() {}

  /** The origin that {@code template} describes; what is wrong with it goes to {@code section}. */
  static Optional<Origin> parse(Section section, String template) {
    List<Origin.Joined.Part> parts = new ArrayList<>();
    int line = section.lineOf("join");
    int from = 0;
    while (true) {
      int open = template.indexOf('{', from);
      int close = template.indexOf('}', from);
      if (open < 0 && close < 0) {
        break;
      }
      if (open < 0 || close < open) {
        section.problem("join", "a brace without its pair in " + Quoted.quote(template), EXPECTED);
        return Optional.empty();
      }
      Optional<List<JsonPointer>> places =
          places(section, new Located<>(template.substring(open + 1, close), line));
      if (places.isEmpty()) {
        return Optional.empty();
      }
      parts.add(new Origin.Joined.Part(template.substring(from, open), places.get()));
      from = close + 1;
    }
    if (parts.isEmpty()) {
      section.problem("join", Quoted.quote(template), EXPECTED);
      return Optional.empty();
    }
    return Optional.of(new Origin.Joined(parts, template.substring(from)));
  }

  private static Optional<List<JsonPointer>> places(Section section, Located<String> written) {
    List<JsonPointer> places = new ArrayList<>();
    for (String alternative : written.value().split("\\|", -1)) {
      Optional<JsonPointer> pointer =
          section.pointer(new Located<>(alternative.strip(), written.line()));
      if (pointer.isEmpty()) {
        return Optional.empty();
      }
      places.add(pointer.get());
    }
    return Optional.of(places);
  }
}
