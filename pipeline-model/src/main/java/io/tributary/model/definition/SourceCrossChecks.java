package io.tributary.model.definition;

import com.fasterxml.jackson.core.JsonPointer;
import io.tributary.model.text.Quoted;
import io.tributary.model.yaml.Pointers;
import io.tributary.model.yaml.Section;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rules between keys of {@code source}. */
final class SourceCrossChecks {
  private SourceCrossChecks() {}

  static void check(
      Section section,
      Map<String, String> query,
      Optional<JsonPointer> records,
      Optional<JsonPointer> error,
      Optional<Section> pagingSection,
      Optional<Paging> paging) {
    apart(section, "error", error, records);
    if (pagingSection.isPresent() && paging.orElse(null) instanceof Paging.Token token) {
      nextIsBesideRecords(pagingSection.get(), token, records);
    }
    paging.ifPresent(valid -> ownParameters(section, query, valid));
  }

  private static void nextIsBesideRecords(
      Section paging, Paging.Token token, Optional<JsonPointer> records) {
    if (records.isPresent() && records.get().matches()) {
      paging.problem(
          "next",
          "%s although 'records' says that the answer is the array"
              .formatted(Quoted.quote(token.next().toString())),
          "a 'records' such as /items: an array has no member beside its items");
    }
    apart(paging, "next", Optional.of(token.next()), records);
  }

  private static void apart(
      Section section, String key, Optional<JsonPointer> place, Optional<JsonPointer> records) {
    if (place.isEmpty() || records.isEmpty() || records.get().matches()) {
      return;
    }
    if (Pointers.isWithin(place.get(), records.get())
        || Pointers.isWithin(records.get(), place.get())) {
      section.problem(key, Quoted.quote(place.get().toString()), "a place beside " + records.get());
    }
  }

  private static void ownParameters(Section section, Map<String, String> query, Paging paging) {
    List<String> taken = new ArrayList<>();
    if (paging instanceof Paging.Numbered numbered) {
      taken.add(numbered.pageParameter());
      numbered.sizeParameter().ifPresent(taken::add);
      numbered.seedParameter().ifPresent(taken::add);
    } else if (paging instanceof Paging.Token token) {
      taken.add(token.tokenParameter());
      token.sizeParameter().ifPresent(taken::add);
    }
    if (new HashSet<>(taken).size() < taken.size()) {
      section.problem("paging", "one parameter's name for two things", "different names");
    }
    for (String parameter : taken) {
      if (query.containsKey(parameter)) {
        section.problem(
            "query", Quoted.quote(parameter) + ", which paging sets", "it in one place only");
      }
    }
  }
}
