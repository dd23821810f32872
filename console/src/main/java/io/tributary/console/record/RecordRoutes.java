package io.tributary.console.record;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tributary.console.mask.Masks;
import io.tributary.console.platform.Definitions;
import io.tributary.console.web.Access;
import io.tributary.console.web.Pages;
import io.tributary.console.web.ProblemException;
import io.tributary.console.web.Role;
import io.tributary.console.web.Routes;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.RecordPosition;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The page that finds a record. */
public final class RecordRoutes implements Routes {
  private static final int LONGEST = 1_000;

  private final Definitions definitions;
  private final RecordSearch search;
  private final Pages pages;

  public RecordRoutes(Definitions definitions, RecordSearch search, Pages pages) {
    this.definitions = definitions;
    this.search = search;
    this.pages = pages;
  }

  /**
   * What the page shows.
   *
   * @param pipelines to choose from
   * @param pipeline that is chosen; empty where none is
   * @param text that was searched for; empty before a search
   * @param kind what it was taken for
   */
  public record RecordPage(
      List<String> pipelines,
      String pipeline,
      String text,
      String run,
      String kind,
      Optional<TraceView> trace) {}

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/record", this::show, Role.VIEWER);
  }

  private void show(Context request) {
    List<Pipeline> all = definitions.all();
    List<String> names = all.stream().map(Pipeline::name).toList();
    String run = given(request, "run");
    Optional<RecordQuery> query = query(request, run);
    Optional<Pipeline> pipeline = pipeline(request, query, all);
    if (query.isPresent() && pipeline.isEmpty()) {
      throw ProblemException.badRequest(
          "Choose a pipeline: %s.".formatted(String.join(", ", names)));
    }
    Optional<TraceView> trace =
        query.map(
            wanted -> {
              Pipeline of = pipeline.orElseThrow();
              Masks masks = Masks.of(of, Access.visitor(request).isOperator());
              masks.checkSearch(wanted.fields(of));
              return TraceView.of(search.find(of, wanted), masks);
            });
    pages.show(
        request,
        "record.jte",
        "Find a record",
        new RecordPage(
            names,
            pipeline.map(Pipeline::name).orElse(""),
            query.map(RecordQuery::text).orElse(""),
            run,
            query.map(RecordRoutes::kind).orElse(""),
            trace));
  }

  /** The pipeline that is named, the one whose topic is, or the only one. */
  private Optional<Pipeline> pipeline(
      Context request, Optional<RecordQuery> query, List<Pipeline> all) {
    String name = given(request, "pipeline");
    if (!name.isEmpty()) {
      return Optional.of(definitions.required(name));
    }
    if (query.isPresent() && query.get() instanceof RecordQuery.ByPosition at) {
      Optional<Pipeline> owner =
          all.stream()
              .filter(pipeline -> pipeline.topic().names().contains(at.position().topic()))
              .findFirst();
      if (owner.isPresent()) {
        return owner;
      }
    }
    return all.size() == 1 ? Optional.of(all.get(0)) : Optional.empty();
  }

  private static Optional<RecordQuery> query(Context request, String run) {
    Optional<String> ofRun = run.isEmpty() ? Optional.empty() : Optional.of(run);
    String position = given(request, "position");
    if (!position.isEmpty()) {
      return Optional.of(
          new RecordQuery.ByPosition(
              RecordPosition.parse(position)
                  .orElseThrow(
                      () ->
                          ProblemException.badRequest(
                              "position has to be like topic-partition@offset: users_created-0@17."))));
    }
    String key = given(request, "key");
    if (!key.isEmpty()) {
      return Optional.of(new RecordQuery.ByKey(key));
    }
    String cursor = given(request, "cursor");
    if (!cursor.isEmpty()) {
      return Optional.of(new RecordQuery.ByCursor(cursor, ofRun));
    }
    String any = given(request, "q");
    return any.isEmpty() ? Optional.empty() : Optional.of(RecordQuery.recognise(any, ofRun));
  }

  private static String kind(RecordQuery query) {
    if (query instanceof RecordQuery.ByPosition) {
      return "place in Kafka";
    }
    return query instanceof RecordQuery.ByCursor ? "place in the source" : "key";
  }

  private static String given(Context request, String name) {
    String text = Objects.requireNonNullElse(request.queryParam(name), "").strip();
    if (text.length() > LONGEST) {
      throw ProblemException.badRequest(name + " is too long.");
    }
    return text;
  }
}
