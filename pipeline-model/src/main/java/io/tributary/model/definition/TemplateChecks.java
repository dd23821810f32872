package io.tributary.model.definition;

import io.tributary.model.template.Template;
import io.tributary.model.template.Variable;
import io.tributary.model.template.Variable.Kind;
import io.tributary.model.text.Quoted;
import io.tributary.model.yaml.Section;
import java.util.Set;

/** Whether the variables of a source's templates can have values. */
final class TemplateChecks {

  /**
   * What gives variables their values.
   *
   * @param each names of {@code for-each}
   * @param windows whether the source is read in windows
   */
  record Scope(Paging paging, Set<String> parameters, Set<String> each, boolean windows) {}

  private final Section source;
  private final Scope scope;

  TemplateChecks(Section source, Scope scope) {
    this.source = source;
    this.scope = scope;
  }

  void check(String url, Request request) {
    check("url", url);
    request.query().values().forEach(values -> check("query", values));
    check("headers", request.headers().values());
    check("body", request.textsOfBody());
  }

  private void check(String key, Iterable<String> texts) {
    texts.forEach(text -> check(key, text));
  }

  private void check(String key, String text) {
    for (Variable.Doubt doubt : Template.doubts(text)) {
      source.problem(
          key,
          "{%s}, which is no variable".formatted(Quoted.oneLine(doubt.word())),
          "%s; {{%s}} is that word itself"
              .formatted(doubt.expected(), Quoted.oneLine(doubt.word())));
    }
    for (Variable variable : Template.of(text).variables()) {
      String missing = missing(variable);
      if (!missing.isEmpty()) {
        source.problem(key, "%s in '%s'".formatted(variable.shown(), key), missing);
      }
    }
    if (SecretReference.isMeant(text)) {
      source.problem(key, "a reference to a secret in '%s'".formatted(key), RequestReader.SECRETS);
    }
  }

  /** What the variable needs to have a value; empty when it has all. */
  private String missing(Variable variable) {
    Kind kind = variable.kind();
    Paging paging = scope.paging();
    return switch (kind) {
      case PAGE, SEED -> needs(paging instanceof Paging.Numbered, "page");
      case OFFSET -> needs(paging instanceof Paging.Offset, "offset");
      case TOKEN -> needs(paging instanceof Paging.Token, "token");
      case LAST_VALUE -> needs(paging instanceof Paging.Keyset, "keyset");
      case SIZE -> paging instanceof Paging.None ? "a source.paging of another type than none" : "";
      case WINDOW_START, WINDOW_END ->
          scope.windows() ? "" : "source.incremental, which is missing";
      case RUN -> scope.parameters().contains(variable.name()) ? "" : "a name of source.parameters";
      case EACH -> scope.each().contains(variable.name()) ? "" : "a name of source.for-each";
      case NOW, TODAY -> "";
    };
  }

  private static String needs(boolean isThere, String type) {
    return isThere ? "" : "a source.paging of type " + type;
  }
}
