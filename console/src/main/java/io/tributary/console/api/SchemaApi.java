package io.tributary.console.api;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tributary.console.platform.Definitions;
import io.tributary.console.schema.SchemaReader;
import io.tributary.console.web.JsonAnswer;
import io.tributary.console.web.Parameters;
import io.tributary.console.web.Role;
import io.tributary.console.web.Routes;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.schema.EventSchema;
import java.util.Optional;

/** The API about the schemas of pipelines' events. */
public final class SchemaApi implements Routes {
  private static final String SCHEMAS = "/api/v1/pipelines/{pipeline}/schemas";

  private final Definitions definitions;
  private final SchemaReader reader;

  public SchemaApi(Definitions definitions, SchemaReader reader) {
    this.definitions = definitions;
    this.reader = reader;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get(SCHEMAS, this::schemas, Role.VIEWER);
    routes.get(SCHEMAS + "/{version}", this::version, Role.VIEWER);
  }

  private void schemas(Context request) {
    Parameters.of(request);
    Pipeline pipeline = definitions.required(request.pathParam("pipeline"));
    Optional<EventSchema> schema = EventSchema.of(pipeline);
    JsonAnswer.send(
        request,
        schema.isEmpty()
            ? SchemaJson.plain(pipeline)
            : SchemaJson.of(
                pipeline, schema.get(), reader.state(pipeline, schema.get()).required()));
  }

  private void version(Context request) {
    Parameters.of(request);
    Pipeline pipeline = definitions.required(request.pathParam("pipeline"));
    JsonAnswer.send(
        request, SchemaJson.whole(reader.required(pipeline, request.pathParam("version"))));
  }
}
