package io.tributary.console.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tributary.console.platform.Answer;
import io.tributary.console.platform.Definitions;
import io.tributary.console.schema.SubjectState.Named;
import io.tributary.console.web.JsonAnswer;
import io.tributary.console.web.Pages;
import io.tributary.console.web.Parameters;
import io.tributary.console.web.Role;
import io.tributary.console.web.Routes;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.definition.TopicFormat;
import io.tributary.model.event.EventJsonSchema;
import io.tributary.model.event.Framing;
import io.tributary.model.schema.EventSchema;
import io.tributary.model.schema.SchemaHistory.Version;
import java.util.Optional;
import java.util.OptionalInt;

/** The page of the schema of a pipeline's events, and its texts as files. */
public final class SchemaRoutes implements Routes {
  private static final String PAGE = "/pipelines/{pipeline}/schema";
  private static final String OF_THE_DEFINITION = "definition";

  private final Definitions definitions;
  private final SchemaReader reader;
  private final Pages pages;

  public SchemaRoutes(Definitions definitions, SchemaReader reader, Pages pages) {
    this.definitions = definitions;
    this.reader = reader;
    this.pages = pages;
  }

  /**
   * What the page shows.
   *
   * @param defined the schema that the definition has now, in lines
   * @param subject what the registry has; nothing of plain JSON
   * @param named the schema of the record that led here
   */
  public record SchemaPage(
      Pipeline pipeline,
      String defined,
      Optional<Answer<SubjectState>> subject,
      Optional<Answer<Named>> named) {

    public TopicFormat format() {
      return pipeline.topic().format();
    }

    /** The name of the schema in the registry; empty for plain JSON. */
    public String subjectName() {
      return EventSchema.of(pipeline).map(EventSchema::subject).orElse("");
    }

    /** Whether a rule that the registry has is another than the definition's. */
    public boolean isAnotherRule(SubjectState state) {
      return !state.rule().equals(Optional.of(format().compatibility().name()));
    }

    /** What the rule allows, for people. */
    public String rule() {
      return switch (format().compatibility()) {
        case NONE -> "any change is accepted";
        case BACKWARD -> "who reads by a new schema can read records of the one before";
        case BACKWARD_TRANSITIVE -> "who reads by a new schema can read records of all before";
        case FORWARD -> "who reads by the schema before can read new records";
        case FORWARD_TRANSITIVE -> "who reads by any older schema can read new records";
        case FULL -> "by a new schema and the one before, each can read the other's records";
        case FULL_TRANSITIVE -> "by any two schemas, each can read the other's records";
      };
    }

    /** Where a record has the id of its schema. */
    public String place() {
      return format().schemaId() == TopicFormat.SchemaId.VALUE
          ? "in the first five bytes of each record's value"
          : "in each record's header " + Framing.HEADER;
    }

    /** Whether the registry would refuse the schema. */
    public boolean isRefused() {
      return subject
          .flatMap(Answer::asOptional)
          .filter(state -> state.verdict().kind() == Verdict.Kind.REFUSED)
          .isPresent();
    }

    /** Whether there is no version before this one. */
    public boolean isFirst(Version version) {
      return subject
          .flatMap(Answer::asOptional)
          .filter(state -> state.older() == 0)
          .map(SubjectState::versions)
          .filter(versions -> versions.get(versions.size() - 1).equals(version))
          .isPresent();
    }

    /** Whether a version is that of the record that led here. */
    public boolean isNamed(Version version) {
      return named.flatMap(Answer::asOptional).filter(one -> one.id() == version.id()).isPresent();
    }
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get(PAGE, this::show, Role.VIEWER);
    routes.get(PAGE + "/{version}", this::download, Role.VIEWER);
  }

  private void show(Context request) {
    Parameters parameters = Parameters.of(request, "id");
    Pipeline pipeline = definitions.required(request.pathParam("pipeline"));
    int id = parameters.number("id", -1, 0, Integer.MAX_VALUE);
    Optional<EventSchema> schema = EventSchema.of(pipeline);
    Optional<Answer<SubjectState>> subject = schema.map(own -> reader.state(pipeline, own));
    pages.show(
        request,
        "schema.jte",
        "Schema of " + pipeline.name(),
        new SchemaPage(
            pipeline,
            SchemaTexts.pretty(schema.map(EventSchema::text).orElse(EventJsonSchema.of(pipeline))),
            subject,
            id < 0 ? Optional.empty() : Optional.of(named(id, subject))));
  }

  private Answer<Named> named(int id, Optional<Answer<SubjectState>> subject) {
    if (subject.isPresent() && !subject.get().isKnown()) {
      return Answer.unknown(subject.get().why());
    }
    Optional<Version> version =
        subject.stream()
            .flatMap(state -> state.value().versions().stream())
            .filter(one -> one.id() == id)
            .findFirst();
    return version.isPresent()
        ? Answer.known(
            new Named(
                id, OptionalInt.of(version.get().number()), Optional.of(version.get().schema())))
        : reader.named(id).map(found -> new Named(id, OptionalInt.empty(), found));
  }

  private void download(Context request) {
    Parameters.of(request);
    Pipeline pipeline = definitions.required(request.pathParam("pipeline"));
    Optional<EventSchema> schema = EventSchema.of(pipeline);
    String version = request.pathParam("version");
    if (version.equals(OF_THE_DEFINITION)) {
      send(
          request,
          pipeline.name(),
          schema.orElse(EventSchema.registered(EventSchema.JSON, EventJsonSchema.of(pipeline))));
      return;
    }
    send(
        request,
        "%s-%s".formatted(pipeline.name(), version),
        reader.required(pipeline, version).schema());
  }

  private static void send(Context request, String name, EventSchema schema) {
    request.header(
        "Content-Disposition",
        "attachment; filename=\"%s.%s\""
            .formatted(name, schema.type().equals(EventSchema.AVRO) ? "avsc" : "json"));
    JsonAnswer.send(
        request, "application/json", (SchemaTexts.pretty(schema.text()) + "\n").getBytes(UTF_8));
  }
}
