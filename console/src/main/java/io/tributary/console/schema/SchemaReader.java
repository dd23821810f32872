package io.tributary.console.schema;

import io.tributary.console.platform.Answer;
import io.tributary.console.platform.Inquiries;
import io.tributary.console.web.ProblemException;
import io.tributary.model.definition.Compatibility;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.schema.EventSchema;
import io.tributary.model.schema.SchemaDifference;
import io.tributary.model.schema.SchemaHistory;
import io.tributary.model.schema.SchemaHistory.Registered;
import io.tributary.model.schema.SchemaHistory.Version;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.registry.CompatibilityCheck;
import io.tributary.runtime.registry.RegisteredSchema;
import io.tributary.runtime.registry.RegistryConnection;
import io.tributary.runtime.registry.RegistryException;
import io.tributary.runtime.registry.SchemaRegistry;
import io.tributary.runtime.registry.SchemaVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Asks the registry about the schemas of pipelines' events, and changes nothing there. Safe for
 * several threads.
 */
public final class SchemaReader {
  /** Versions that are looked at, each of which is a question. */
  public static final int MOST = 100;

  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");
  private static final String WHOM = "the schema registry";
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final Duration ONE_ANSWER = Duration.ofSeconds(3);

  private final RegistryConnection connection;
  private final Inquiries inquiries;

  public SchemaReader(RegistryConnection connection, Inquiries inquiries) {
    this.connection = connection;
    this.inquiries = inquiries;
  }

  /** What to ask a registry. */
  private interface Question<T> {
    T ask(SchemaRegistry registry) throws RegistryException, InterruptedException;
  }

  /**
   * What the registry has of a pipeline's subject.
   *
   * @param defined the schema that the definition has now
   */
  public Answer<SubjectState> state(Pipeline pipeline, EventSchema defined) {
    return ask(registry -> state(registry, pipeline.topic().format().compatibility(), defined));
  }

  private static SubjectState state(
      SchemaRegistry registry, Compatibility wanted, EventSchema defined)
      throws RegistryException, InterruptedException {
    List<Integer> numbers = registry.versions(defined.subject());
    int older = Math.max(0, numbers.size() - MOST);
    List<Registered> read = new ArrayList<>();
    // with the last one that is not shown, so that the first one that is has its differences
    for (int number : numbers.subList(Math.max(0, older - 1), numbers.size())) {
      registry
          .version(defined.subject(), number)
          .map(SchemaReader::registered)
          .ifPresent(read::add);
      if (Thread.interrupted()) {
        throw new InterruptedException("nobody waits for the answer any more");
      }
    }
    List<Version> versions = new ArrayList<>(SchemaHistory.of(read));
    if (older > 0) {
      versions.remove(0);
    }
    Collections.reverse(versions);
    Optional<String> rule = registry.rule(defined.subject());
    Optional<Verdict> known = Verdict.ofKnown(defined, versions);
    Verdict verdict =
        known.isPresent()
            ? known.get()
            : Verdict.ofNew(
                defined,
                registry.accepts(
                    defined.subject(), new RegisteredSchema(defined.type(), defined.text())),
                rule.orElse(wanted.name()),
                versions);
    return new SubjectState(registry.name(), rule, verdict, versions, older);
  }

  /**
   * The version of a pipeline's subject that a request names, with what it changed.
   *
   * @throws ProblemException with status 404 when there is none, and 503 when that is not known
   */
  public Version required(Pipeline pipeline, String number) {
    String subject =
        EventSchema.of(pipeline)
            .map(EventSchema::subject)
            .orElseThrow(
                () ->
                    ProblemException.notFound(
                        "The events of %s are plain JSON: no registry has a schema of them."
                            .formatted(pipeline.name())));
    if (!NUMBER.matcher(number).matches()) {
      throw ProblemException.notFound("A version of a schema is a number: 1 or more.");
    }
    return ask(registry -> version(registry, subject, Integer.parseInt(number)))
        .required()
        .orElseThrow(
            () ->
                ProblemException.notFound(
                    "The registry has no version %s of %s.".formatted(number, subject)));
  }

  private static Optional<Version> version(SchemaRegistry registry, String subject, int number)
      throws RegistryException, InterruptedException {
    Optional<SchemaVersion> found = registry.version(subject, number);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    List<Registered> both = new ArrayList<>();
    OptionalInt before =
        registry.versions(subject).stream()
            .mapToInt(Integer::intValue)
            .filter(other -> other < number)
            .max();
    if (before.isPresent()) {
      registry
          .version(subject, before.getAsInt())
          .map(SchemaReader::registered)
          .ifPresent(both::add);
    }
    both.add(registered(found.get()));
    List<Version> versions = SchemaHistory.of(both);
    return Optional.of(versions.get(versions.size() - 1));
  }

  /** The schema that records name by an id; nothing where the registry has none. */
  public Answer<Optional<EventSchema>> named(int id) {
    return ask(
        registry ->
            registry.byId(id).map(schema -> EventSchema.registered(schema.type(), schema.text())));
  }

  private static Registered registered(SchemaVersion version) {
    return new Registered(
        version.version(),
        version.id(),
        EventSchema.registered(version.schema().type(), version.schema().text()));
  }

  private <T> Answer<T> ask(Question<T> question) {
    return inquiries.ask(
        WHOM,
        LIMIT,
        () -> {
          try {
            return question.ask(
                connection.open(
                    CompatibilityCheck.by(SchemaDifference::problems, EventSchema::registered),
                    ONE_ANSWER));
          } catch (RegistryException failed) {
            throw new CommandFailedException(String.valueOf(failed.getMessage()), failed);
          }
        });
  }
}
