package io.tributary.model.definition;

import com.fasterxml.jackson.core.JsonPointer;
import io.tributary.model.template.Template;
import io.tributary.model.template.Variable;
import io.tributary.model.text.Quoted;
import io.tributary.model.yaml.Pointers;
import io.tributary.model.yaml.Section;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The rules between keys of {@code source}. */
final class SourceCrossChecks {
  private SourceCrossChecks() {}

  static void check(
      Section section,
      Optional<URI> url,
      Optional<Request> request,
      AnswerForm form,
      Optional<JsonPointer> records,
      Optional<JsonPointer> error,
      Optional<Section> pagingSection,
      Optional<Paging> paging,
      boolean isIncremental) {
    apart(section, "error", error, records);
    boolean isWhole = records.isPresent() && records.get().matches();
    if (form.format() == AnswerForm.Format.XML
        && form.recordsAre() == AnswerForm.RecordsAre.LIST
        && isWhole) {
      section.problem(
          "records",
          "the whole answer with the format xml",
          "the elements that are the records, such as /feed/entry");
    }
    if (form.format().isLines()) {
      linesSayNothing(section, form, error, pagingSection, paging);
    } else if (pagingSection.isPresent() && paging.isPresent()) {
      Map<String, JsonPointer> signs = signs(paging.get());
      signs.forEach((key, place) -> besideRecords(pagingSection.get(), key, place, form, records));
      eachElsewhere(pagingSection.get(), signs, error);
    }
    if (paging.isPresent() && request.isPresent()) {
      ownParameters(section, request.get(), paging.get());
      Set<String> parameters = request.get().parameters().keySet();
      new TemplateChecks(
              section,
              new TemplateChecks.Scope(
                  paging.get(), parameters, form.forEach().keySet(), isIncremental))
          .check(url.map(SourceUrl::text).orElse(""), request.get());
      eachIsAskedFor(section, url, request.get(), form.forEach().keySet());
    }
  }

  /** What no request names would only be read again and again. */
  private static void eachIsAskedFor(
      Section section, Optional<URI> url, Request request, Set<String> names) {
    List<String> texts = new ArrayList<>(request.texts());
    url.ifPresent(address -> texts.add(SourceUrl.text(address)));
    Set<String> asked = new HashSet<>();
    texts.forEach(
        text ->
            Template.of(text).variables().stream()
                .filter(variable -> variable.kind() == Variable.Kind.EACH)
                .forEach(variable -> asked.add(variable.name())));
    for (String name : names) {
      if (!asked.contains(name)) {
        section.problem(
            "for-each",
            "%s, which no request names".formatted(Quoted.quote(name)),
            "{each:%s} in 'url', 'query', 'headers' or 'body'".formatted(Quoted.oneLine(name)));
      }
    }
  }

  /** Lines have records and nothing else. */
  private static void linesSayNothing(
      Section section,
      AnswerForm form,
      Optional<JsonPointer> error,
      Optional<Section> pagingSection,
      Optional<Paging> paging) {
    String with = " with the format " + form.format().word();
    error.ifPresent(
        place ->
            section.problem(
                "error",
                Quoted.quote(place.toString()) + with,
                "no 'error': an answer has nothing but records"));
    if (pagingSection.isPresent() && paging.isPresent()) {
      signs(paging.get())
          .forEach(
              (key, place) ->
                  pagingSection
                      .get()
                      .problem(
                          key,
                          Quoted.quote(place.toString()) + with,
                          "paging by link-header, page, offset, keyset or none: an answer has"
                              + " nothing but records"));
    }
  }

  /** The places that paging wants of an answer, by their keys. */
  private static Map<String, JsonPointer> signs(Paging paging) {
    Map<String, JsonPointer> signs = new LinkedHashMap<>();
    if (paging instanceof Paging.Token token) {
      signs.put("next", token.next());
    } else if (paging instanceof Paging.NextUrl chained) {
      signs.put("next", chained.next());
    }
    paging.ends().hasMore().ifPresent(place -> signs.put("has-more", place));
    paging.ends().total().ifPresent(place -> signs.put("total", place));
    return signs;
  }

  private static void besideRecords(
      Section paging,
      String key,
      JsonPointer place,
      AnswerForm form,
      Optional<JsonPointer> records) {
    boolean isWhole = records.isPresent() && records.get().matches();
    // one object may say it within; of columns, the lists alone are taken
    boolean hasRoom =
        form.recordsAre() == AnswerForm.RecordsAre.OBJECT
            || form.recordsAre() == AnswerForm.RecordsAre.COLUMNS;
    if (isWhole && !hasRoom) {
      paging.problem(
          key,
          "%s although 'records' says that the answer is the array"
              .formatted(Quoted.quote(place.toString())),
          "a 'records' such as /items: an array has no member beside its items");
    }
    apart(paging, key, Optional.of(place), records);
  }

  /** Each place is read once, for one thing. */
  private static void eachElsewhere(
      Section paging, Map<String, JsonPointer> signs, Optional<JsonPointer> error) {
    Map<String, String> taken = new HashMap<>();
    error.ifPresent(place -> taken.put(place.toString(), "error"));
    signs.forEach(
        (key, place) -> {
          String other = taken.putIfAbsent(place.toString(), key);
          if (other != null) {
            paging.problem(
                key,
                "%s, which '%s' names too".formatted(Quoted.quote(place.toString()), other),
                "another place");
          }
        });
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

  /** The parameters that paging sets. */
  static List<String> parametersOf(Paging paging) {
    List<String> taken = new ArrayList<>();
    paging.sizeParameter().ifPresent(taken::add);
    paging.placeParameter().ifPresent(taken::add);
    if (paging instanceof Paging.Numbered numbered) {
      numbered.seedParameter().ifPresent(taken::add);
    }
    return taken;
  }

  private static void ownParameters(Section section, Request request, Paging paging) {
    List<String> taken = parametersOf(paging);
    if (new HashSet<>(taken).size() < taken.size()) {
      section.problem("paging", "one parameter's name for two things", "different names");
    }
    for (String parameter : taken) {
      if (request.query().containsKey(parameter)) {
        section.problem(
            "query", Quoted.quote(parameter) + ", which paging sets", "it in one place only");
      }
    }
    if (request.authentication().isPresent()
        && request.authentication().get() instanceof Authentication.ApiKey key
        && !key.inHeader()
        && (taken.contains(key.name()) || request.query().containsKey(key.name()))) {
      section.problem(
          "authentication",
          "the parameter %s, which has another value too".formatted(Quoted.quote(key.name())),
          "a parameter that neither 'query' nor 'paging' sets");
    }
  }
}
