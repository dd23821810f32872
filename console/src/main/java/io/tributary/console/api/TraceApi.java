package io.tributary.console.api;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tributary.console.mask.Masks;
import io.tributary.console.platform.Definitions;
import io.tributary.console.record.RecordQuery;
import io.tributary.console.record.RecordSearch;
import io.tributary.console.record.TraceJson;
import io.tributary.console.web.Access;
import io.tributary.console.web.JsonAnswer;
import io.tributary.console.web.Parameters;
import io.tributary.console.web.ProblemException;
import io.tributary.console.web.Role;
import io.tributary.console.web.Routes;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.RecordPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The API about the way of one record. */
public final class TraceApi implements Routes {
  private final Definitions definitions;
  private final RecordSearch search;

  public TraceApi(Definitions definitions, RecordSearch search) {
    this.definitions = definitions;
    this.search = search;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/api/v1/pipelines/{pipeline}/trace", this::trace, Role.VIEWER);
  }

  private void trace(Context request) {
    Parameters parameters = Parameters.of(request, "key", "position", "cursor", "run");
    Pipeline pipeline = definitions.required(request.pathParam("pipeline"));
    RecordQuery query = query(parameters);
    Masks masks = Masks.of(pipeline, Access.visitor(request).isOperator());
    masks.checkSearch(query.fields(pipeline));
    JsonAnswer.send(request, TraceJson.of(search.find(pipeline, query), masks));
  }

  /**
   * Which record is asked for.
   *
   * @throws ProblemException unless it is named in one way
   */
  static RecordQuery query(Parameters parameters) {
    List<RecordQuery> named = new ArrayList<>();
    Optional<String> run = parameters.text("run").filter(text -> !text.isEmpty());
    given(parameters, "key").ifPresent(key -> named.add(new RecordQuery.ByKey(key)));
    given(parameters, "position")
        .ifPresent(
            text ->
                named.add(
                    new RecordQuery.ByPosition(
                        RecordPosition.parse(text)
                            .orElseThrow(
                                () ->
                                    Parameters.wrong(
                                        "position",
                                        text,
                                        "topic-partition@offset, such as users_created-0@17")))));
    given(parameters, "cursor")
        .ifPresent(cursor -> named.add(new RecordQuery.ByCursor(cursor, run)));
    if (named.size() != 1) {
      throw ProblemException.badRequest(
          "Name the record by one of the parameters key, position and cursor.");
    }
    return named.get(0);
  }

  private static Optional<String> given(Parameters parameters, String name) {
    return parameters.text(name).filter(text -> !text.isBlank());
  }
}
