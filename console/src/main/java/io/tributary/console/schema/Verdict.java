package io.tributary.console.schema;

import io.tributary.model.schema.EventSchema;
import io.tributary.model.schema.FieldChange;
import io.tributary.model.schema.SchemaDifference;
import io.tributary.model.schema.SchemaHistory.Version;
import java.util.List;
import java.util.Optional;

/**
 * What a registry has of the schema that a definition has now, or says of it.
 *
 * @param changes beside the newest version; none where there is no version, or it is the newest
 * @param problems what the rule does not allow of it, a clause for each difference
 * @param said one sentence for people
 */
public record Verdict(Kind kind, List<FieldChange> changes, List<String> problems, String said) {

  public Verdict {
    changes = List.copyOf(changes);
    problems = List.copyOf(problems);
  }

  /** How a schema and a registry stand. */
  public enum Kind {
    REGISTERED("registered", "good"),
    /** It is a version, but not the newest. */
    OLDER("an older version", "quiet"),
    /** The subject has no version yet. */
    FIRST("not registered yet", "quiet"),
    ACCEPTED("accepted", "quiet"),
    REFUSED("refused", "bad");

    private final String words;
    private final String style;

    Kind(String words, String style) {
      this.words = words;
      this.style = style;
    }

    /** For people. */
    public String words() {
      return words;
    }

    /** How a page shows it: good, bad or quiet. */
    public String style() {
      return style;
    }
  }

  /**
   * That of a schema that is a version, or the first one.
   *
   * @param newestFirst the subject's versions
   * @return nothing where the registry has to be asked
   */
  static Optional<Verdict> ofKnown(EventSchema defined, List<Version> newestFirst) {
    if (newestFirst.isEmpty()) {
      return Optional.of(
          new Verdict(
              Kind.FIRST,
              List.of(),
              List.of(),
              "The registry has no schema for %s yet: the first run registers it."
                  .formatted(defined.subject())));
    }
    Version newest = newestFirst.get(0);
    return newestFirst.stream()
        .filter(version -> SchemaTexts.areEqual(version.schema(), defined))
        .findFirst()
        .map(
            version ->
                version.equals(newest)
                    ? new Verdict(
                        Kind.REGISTERED,
                        List.of(),
                        List.of(),
                        "It is version %s, the newest, with the id %s."
                            .formatted(number(version.number()), number(version.id())))
                    : new Verdict(
                        Kind.OLDER,
                        SchemaDifference.between(newest.schema(), defined),
                        List.of(),
                        "It is version %s, with the id %s, and not the newest: new records have this id."
                            .formatted(number(version.number()), number(version.id()))));
  }

  /**
   * That of a schema that would be a new version.
   *
   * @param accepted what the registry says
   * @param rule the subject's, by its name in the registry
   * @param newestFirst the subject's versions, one or more
   */
  static Verdict ofNew(
      EventSchema defined, boolean accepted, String rule, List<Version> newestFirst) {
    Version newest = newestFirst.get(0);
    List<EventSchema> oldestFirst =
        newestFirst.stream()
            .sorted((one, other) -> Integer.compare(one.number(), other.number()))
            .map(Version::schema)
            .toList();
    List<FieldChange> changes = SchemaDifference.between(newest.schema(), defined);
    return accepted
        ? new Verdict(
            Kind.ACCEPTED,
            changes,
            List.of(),
            "It is not registered yet, and the registry accepts it: the next run makes it version %s."
                .formatted(number(newest.number() + 1)))
        : new Verdict(
            Kind.REFUSED,
            changes,
            SchemaDifference.problems(rule, oldestFirst, defined),
            "The registry refuses it by the rule %s: the next run would fail, and publish nothing."
                .formatted(rule));
  }

  private static String number(int number) {
    return Integer.toString(number);
  }
}
