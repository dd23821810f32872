package io.tributary.model.definition;

import com.fasterxml.jackson.core.JsonPointer;
import io.tributary.model.template.Variable;
import io.tributary.model.text.Quoted;
import io.tributary.model.yaml.Section;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the section {@code source}. */
final class SourceReader {
  private SourceReader() {}

  /**
   * @param event whose fields an incremental source is read by
   */
  static Optional<Source> read(Section section, EventReader.Result event) {
    Optional<URI> url = url(section);
    Optional<Request> request = RequestReader.read(section);
    AnswerForm form = new AnswerFormReader(section).read();
    Optional<JsonPointer> records = records(section, form);
    Optional<JsonPointer> error = section.pointer("error", false);
    Optional<Section> pagingSection = section.optionalSection("paging");
    List<String> texts = texts(url, request);
    Set<Variable.Kind> named = Request.kindsIn(texts);
    Optional<Paging> paging =
        pagingSection.isEmpty()
            ? Optional.of(new Paging.None())
            : PagingReader.read(pagingSection.get(), named);
    Optional<RateLimit> rateLimit =
        section.optionalSection("rate-limit").flatMap(RateLimitReader::read);
    Map<Integer, StatusPolicy> onStatus = onStatus(section, section.map("on-status"));
    Optional<Section> changes = section.optionalSection("incremental");
    Optional<Incremental> incremental =
        changes.flatMap(read -> new IncrementalReader(read, event, named).read());
    section.end();
    SourceCrossChecks.check(
        section,
        url,
        request,
        form,
        records,
        error,
        pagingSection,
        paging,
        incremental.isPresent());
    if (incremental.isPresent() && request.isPresent() && paging.isPresent()) {
      IncrementalReader.check(
          section, changes.orElseThrow(), incremental.get(), request.get(), paging.get());
      if (!form.forEach().isEmpty() && !incremental.get().scale().isTime()) {
        section.problem(
            "for-each",
            "'for-each' although the source is read by a number",
            "a time as incremental.field: each value may count for itself");
      }
      IncrementalReader.checkTemplates(changes.orElseThrow(), incremental.get(), texts);
    }
    if (url.isEmpty() || request.isEmpty() || records.isEmpty() || paging.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Source(
            url.get(),
            request.get(),
            records.get(),
            error,
            paging.get(),
            rateLimit,
            onStatus,
            incremental,
            form));
  }

  /** Where an answer is nothing but records, there is no place to name. */
  private static Optional<JsonPointer> records(Section section, AnswerForm form) {
    boolean isLines = form.format().isLines();
    Optional<JsonPointer> records = section.pointer("records", !isLines);
    if (!isLines) {
      return records;
    }
    if (records.isPresent() && !records.get().matches()) {
      section.problem(
          "records",
          Quoted.quote(records.get().toString()) + " with the format " + form.format().word(),
          "no 'records': each line is a record");
    }
    return Optional.of(JsonPointer.empty());
  }

  /** All texts that may be templates. */
  private static List<String> texts(Optional<URI> url, Optional<Request> request) {
    List<String> texts = new ArrayList<>();
    url.ifPresent(address -> texts.add(SourceUrl.text(address)));
    request.ifPresent(parts -> texts.addAll(parts.texts()));
    return texts;
  }

  private static Map<Integer, StatusPolicy> onStatus(Section section, Map<String, String> named) {
    Map<Integer, StatusPolicy> policies = new LinkedHashMap<>();
    named.forEach(
        (status, word) -> {
          Optional<StatusPolicy> policy = StatusPolicy.named(word);
          if (!status.matches("[45][0-9][0-9]")) {
            section.problem(
                "on-status", "the status " + Quoted.quote(status), "a number from 400 to 599");
          } else if (policy.isEmpty()) {
            section.problem(
                "on-status",
                "%s for status %s".formatted(Quoted.quote(word), status),
                "one of " + StatusPolicy.words());
          } else {
            policies.put(Integer.valueOf(status), policy.get());
          }
        });
    return policies;
  }

  private static Optional<URI> url(Section section) {
    String expected =
        "an http or https URL without query (that is in 'query'), fragment and password";
    Optional<String> text = section.required("url", expected);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(SourceUrl.parse(text.get()));
    } catch (IllegalArgumentException noSuchUrl) {
      // A password in a URL is a secret, even in a message about it.
      String found = text.get().contains("@") ? "a URL with '@'" : Quoted.quote(text.get());
      section.problem("url", "%s (%s)".formatted(found, noSuchUrl.getMessage()), expected);
      return Optional.empty();
    }
  }
}
