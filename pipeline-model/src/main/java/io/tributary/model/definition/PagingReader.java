package io.tributary.model.definition;

import com.fasterxml.jackson.core.JsonPointer;
import io.tributary.model.text.Quoted;
import io.tributary.model.yaml.Section;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the section {@code paging} of a source: its {@code type} decides on the other keys. */
final class PagingReader {
  private static final String TYPES = "page, token or none";
  private static final Pattern PARAMETER = Pattern.compile("[^\\s&=#?]{1,100}");
  private static final int MOST_RECORDS_PER_PAGE = 100_000;

  private PagingReader() {}

  static Optional<Paging> read(Section section) {
    Optional<String> type = section.required("type", TYPES);
    if (type.isEmpty()) {
      return Optional.empty();
    }
    Optional<Paging> paging;
    switch (type.get()) {
      case "page" -> paging = numbered(section);
      case "token" -> paging = token(section);
      case "none" -> paging = Optional.of(new Paging.None());
      default -> {
        // Of a type that does not exist nobody knows the keys.
        section.problem("type", Quoted.quote(type.get()), TYPES);
        return Optional.empty();
      }
    }
    section.end();
    return paging;
  }

  private static Optional<Paging> numbered(Section section) {
    Optional<String> page = parameter(section, "page-parameter", true);
    Optional<String> size = parameter(section, "size-parameter", false);
    Optional<String> seed = parameter(section, "seed-parameter", false);
    Optional<Integer> pageSize = pageSize(section);
    int lastPage =
        section.integer("last-page", false, 1, Integer.MAX_VALUE).orElse(Integer.MAX_VALUE);
    if (page.isEmpty() || pageSize.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Paging.Numbered(page.get(), size, seed, pageSize.get(), lastPage));
  }

  private static Optional<Paging> token(Section section) {
    Optional<String> token = parameter(section, "token-parameter", true);
    Optional<JsonPointer> next = section.pointer("next", true);
    Optional<String> size = parameter(section, "size-parameter", false);
    Optional<Integer> pageSize = pageSize(section);
    if (next.isPresent() && next.get().matches()) {
      section.problem("next", "the whole answer", "a member of it, such as /next");
      return Optional.empty();
    }
    if (token.isEmpty() || next.isEmpty() || pageSize.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Paging.Token(token.get(), next.get(), size, pageSize.get()));
  }

  private static Optional<Integer> pageSize(Section section) {
    return section.integer("page-size", true, 1, MOST_RECORDS_PER_PAGE);
  }

  private static Optional<String> parameter(Section section, String key, boolean required) {
    return section.matching(key, required, PARAMETER, "the name of a query parameter");
  }
}
