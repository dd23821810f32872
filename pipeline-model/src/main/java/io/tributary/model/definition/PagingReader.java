package io.tributary.model.definition;

import com.fasterxml.jackson.core.JsonPointer;
import io.tributary.model.template.Variable.Kind;
import io.tributary.model.text.Quoted;
import io.tributary.model.yaml.Located;
import io.tributary.model.yaml.Section;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the section {@code paging} of a source: its {@code type} decides on the other keys. */
final class PagingReader {
  private static final String TYPES = "page, offset, token, next-url, link-header, keyset or none";
  static final Pattern PARAMETER = Pattern.compile("[^\\s&=#?]{1,100}");
  private static final int MOST_RECORDS_PER_PAGE = 100_000;
  private static final int MOST_EMPTY_PAGES = 10_000;

  private PagingReader() {}

  /**
   * @param named the kinds of variables that the request's templates name: what one of them says
   *     needs no parameter
   */
  static Optional<Paging> read(Section section, Set<Kind> named) {
    Optional<String> type = section.required("type", TYPES);
    if (type.isEmpty()) {
      return Optional.empty();
    }
    Optional<Paging> paging;
    switch (type.get()) {
      case "page" -> paging = numbered(section, named.contains(Kind.PAGE));
      case "offset" -> paging = offset(section, named.contains(Kind.OFFSET));
      case "token" -> paging = token(section, named.contains(Kind.TOKEN));
      case "next-url" -> paging = nextUrl(section);
      case "link-header" -> paging = linkHeader(section);
      case "keyset" -> paging = keyset(section, named.contains(Kind.LAST_VALUE));
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

  private static Optional<Paging> numbered(Section section, boolean isNamed) {
    Optional<String> page = parameter(section, "page-parameter", !isNamed);
    Optional<String> size = sizeParameter(section);
    Optional<String> seed = parameter(section, "seed-parameter", false);
    Optional<Integer> pageSize = pageSize(section);
    int first = section.integer("first-page", false, 0, Integer.MAX_VALUE).orElse(1);
    int last = section.integer("last-page", false, 1, Integer.MAX_VALUE).orElse(Integer.MAX_VALUE);
    EndSigns ends = ends(section, false);
    if (last < first) {
      section.problem(
          "last-page", "a last page before the first", "a number of first-page or more");
    }
    if (seed.isPresent() && (ends.hasMore().isPresent() || ends.total().isPresent())) {
      section.problem(
          "seed-parameter",
          "a seed together with %s".formatted(ends.total().isPresent() ? "'total'" : "'has-more'"),
          "one of them: a source with a seed makes up records without end");
    }
    if ((page.isEmpty() && !isNamed) || pageSize.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Paging.Numbered(page, size, seed, pageSize.get(), last, first, ends));
  }

  private static Optional<Paging> offset(Section section, boolean isNamed) {
    Optional<String> offset = parameter(section, "offset-parameter", !isNamed);
    Optional<String> size = sizeParameter(section);
    Optional<Integer> pageSize = pageSize(section);
    int first = section.integer("first-offset", false, 0, Integer.MAX_VALUE).orElse(0);
    EndSigns ends = ends(section, false);
    if ((offset.isEmpty() && !isNamed) || pageSize.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Paging.Offset(offset, size, pageSize.get(), first, ends));
  }

  private static Optional<Paging> token(Section section, boolean isNamed) {
    Optional<String> token = parameter(section, "token-parameter", !isNamed);
    Optional<JsonPointer> next = member(section, "next", "/next");
    Optional<String> size = sizeParameter(section);
    Optional<Integer> pageSize = pageSize(section);
    EndSigns ends = ends(section, true);
    if ((token.isEmpty() && !isNamed) || next.isEmpty() || pageSize.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Paging.Token(token, next.get(), size, pageSize.get(), ends));
  }

  private static Optional<Paging> nextUrl(Section section) {
    Optional<JsonPointer> next = member(section, "next", "/next");
    Optional<String> size = sizeParameter(section);
    Optional<Integer> pageSize = pageSize(section);
    EndSigns ends = ends(section, true);
    if (next.isEmpty() || pageSize.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Paging.NextUrl(next.get(), size, pageSize.get(), ends));
  }

  private static Optional<Paging> linkHeader(Section section) {
    Optional<String> size = sizeParameter(section);
    Optional<Integer> pageSize = pageSize(section);
    EndSigns ends = ends(section, false);
    return pageSize.map(records -> new Paging.LinkHeader(size, records, ends));
  }

  private static Optional<Paging> keyset(Section section, boolean isNamed) {
    Optional<String> parameter = parameter(section, "value-parameter", !isNamed);
    Optional<JsonPointer> value = member(section, "value", "/id");
    Optional<String> size = sizeParameter(section);
    Optional<Integer> pageSize = pageSize(section);
    EndSigns ends = ends(section, false);
    if ((parameter.isEmpty() && !isNamed) || value.isEmpty() || pageSize.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Paging.Keyset(parameter, value.get(), size, pageSize.get(), ends));
  }

  /** What every kind of paging may have; end marks only where an answer names the next page. */
  private static EndSigns ends(Section section, boolean withMarks) {
    Optional<JsonPointer> hasMore = section.pointer("has-more", false);
    Optional<JsonPointer> total = section.pointer("total", false);
    Set<String> marks =
        withMarks
            ? section.texts("end-marks", "a list of texts").stream()
                .map(Located::value)
                .collect(Collectors.toSet())
            : Set.of();
    int empty =
        section
            .integer("max-empty-pages", false, 1, MOST_EMPTY_PAGES)
            .orElse(EndSigns.DEFAULT_MAX_EMPTY_PAGES);
    int pages =
        section
            .integer("max-pages", false, 1, Integer.MAX_VALUE)
            .orElse(EndSigns.DEFAULT_MAX_PAGES);
    return new EndSigns(hasMore, total, marks, empty, pages);
  }

  /** A pointer that must be there, and must not be the whole. */
  private static Optional<JsonPointer> member(Section section, String key, String such) {
    Optional<JsonPointer> pointer = section.pointer(key, true);
    if (pointer.isPresent() && pointer.get().matches()) {
      section.problem(
          key,
          key.equals("next") ? "the whole answer" : "the whole record",
          "a member of it, such as " + such);
      return Optional.empty();
    }
    return pointer;
  }

  private static Optional<Integer> pageSize(Section section) {
    return section.integer("page-size", true, 1, MOST_RECORDS_PER_PAGE);
  }

  private static Optional<String> sizeParameter(Section section) {
    return parameter(section, "size-parameter", false);
  }

  private static Optional<String> parameter(Section section, String key, boolean required) {
    return section.matching(key, required, PARAMETER, "the name of a query parameter");
  }
}
