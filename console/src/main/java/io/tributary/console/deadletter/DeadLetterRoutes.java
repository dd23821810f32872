package io.tributary.console.deadletter;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tributary.console.job.Job;
import io.tributary.console.job.JobRoutes;
import io.tributary.console.job.Jobs;
import io.tributary.console.mask.Masks;
import io.tributary.console.platform.Answer;
import io.tributary.console.platform.Definitions;
import io.tributary.console.web.Access;
import io.tributary.console.web.Format;
import io.tributary.console.web.Links;
import io.tributary.console.web.Pages;
import io.tributary.console.web.Parameters;
import io.tributary.console.web.ProblemException;
import io.tributary.console.web.Role;
import io.tributary.console.web.Routes;
import io.tributary.console.web.Visitor;
import io.tributary.model.cql.DeadLetterCql;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.RecordPosition;
import io.tributary.model.refusal.Reason;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.command.UsageException;
import io.tributary.verifier.deadletter.DeadLetterWithRecord;
import io.tributary.verifier.deadletter.Selection;
import io.tributary.verifier.replay.ReplayReport;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The pages of a pipeline's dead letters, and what operators do about them. */
public final class DeadLetterRoutes implements Routes {
  private static final String ALL = "/pipelines/{pipeline}/dead-letters";

  /** Pages of all letters that are looked at. */
  public static final int MOST_PAGES = LetterReader.MOST_LOOKED_AT / Letters.PAGE;

  private static final int LONGEST = 1_000;

  private final Definitions definitions;
  private final Letters letters;
  private final Jobs jobs;
  private final Pages pages;

  public DeadLetterRoutes(Definitions definitions, Letters letters, Jobs jobs, Pages pages) {
    this.definitions = definitions;
    this.letters = letters;
    this.jobs = jobs;
    this.pages = pages;
  }

  /** What the list shows. */
  public record LettersPage(
      Pipeline pipeline,
      LetterFilter filter,
      List<String> reasons,
      Answer<LetterList> list,
      int mostLookedAt,
      Optional<String> mask) {

    /** The address of the same list with other parameters. */
    public String with(Map<String, String> other) {
      Map<String, String> all = filter.parameters();
      all.putAll(other);
      all.values().removeIf(String::isEmpty);
      return Links.deadLetters(pipeline)
          + all.entrySet().stream()
              .map(entry -> entry.getKey() + "=" + Links.segment(entry.getValue()))
              .collect(Collectors.joining("&", "?", ""));
    }
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get(ALL, this::list, Role.VIEWER);
    routes.get(ALL + "/{topic}/{partition}/{offset}", this::show, Role.VIEWER);
    routes.post(ALL + "/replay", this::replay, Role.OPERATOR);
    routes.post(ALL + "/discard", this::discard, Role.OPERATOR);
  }

  private void list(Context request) {
    Pipeline pipeline = definitions.required(request.pathParam("pipeline"));
    Parameters parameters =
        Parameters.of(request, "reason", "field", "run", "since", "state", "at", "page");
    LetterFilter filter = filter(request::queryParam);
    Masks masks = Masks.of(pipeline, Access.visitor(request).isOperator());
    Answer<LetterList> list =
        letters
            .list(pipeline, selection(filter), filter, parameters.number("page", 1, 1, MOST_PAGES))
            .map(found -> masked(found, masks));
    pages.show(
        request,
        "dead-letters.jte",
        "Dead letters of " + pipeline.name(),
        new LettersPage(
            pipeline,
            filter,
            Arrays.stream(Reason.values()).map(Reason::name).toList(),
            list,
            LetterReader.MOST_LOOKED_AT,
            masks.why()));
  }

  /** The same with sentences that quote nothing that the visitor may not see. */
  public static LetterList masked(LetterList found, Masks masks) {
    return new LetterList(
        found.letters().stream().map(masks::letter).toList(),
        found.page(),
        found.more(),
        found.matching(),
        found.open(),
        found.looked(),
        found.cut(),
        found.groups());
  }

  private void show(Context request) {
    Pipeline pipeline = definitions.required(request.pathParam("pipeline"));
    RecordPosition position =
        RecordPosition.parse(
                "%s-%s@%s"
                    .formatted(
                        request.pathParam("topic"),
                        request.pathParam("partition"),
                        request.pathParam("offset")))
            .orElseThrow(() -> ProblemException.notFound("There is no such place in Kafka."));
    DeadLetterWithRecord letter = letters.required(pipeline, position);
    pages.show(
        request,
        "dead-letter.jte",
        "Dead letter " + position,
        LetterDetails.of(
            pipeline,
            letter,
            letters.trial(pipeline, letter),
            Masks.of(pipeline, Access.visitor(request).isOperator())));
  }

  private void replay(Context request) {
    Pipeline pipeline = definitions.required(request.pathParam("pipeline"));
    JobRoutes.follow(
        request,
        startReplay(
            jobs,
            letters,
            Access.visitor(request),
            pipeline,
            filter(request::formParam),
            "true".equals(request.formParam("dry_run"))));
  }

  /**
   * Starts a replay of the open letters that a filter takes.
   *
   * @param dryRun only tells what would come of it
   * @throws ProblemException when the filter cannot be used, or while another job of the pipeline
   *     runs
   */
  public static Job startReplay(
      Jobs jobs,
      Letters letters,
      Visitor operator,
      Pipeline pipeline,
      LetterFilter filter,
      boolean dryRun) {
    Selection selection = openOnes(filter);
    return jobs.start(
        operator,
        pipeline.name(),
        (dryRun ? "Try a replay of dead letters" : "Replay dead letters") + filter.words(),
        progress ->
            told(
                letters.replay(pipeline, selection, operator.name(), dryRun, progress),
                Masks.of(pipeline, false)));
  }

  /** A job's result is for everybody who may look. */
  private static String told(ReplayReport report, Masks masks) throws CommandFailedException {
    ReplayReport shown =
        new ReplayReport(
            report.dryRun(),
            report.asked(),
            report.replayed(),
            report.failedAgain(),
            report.verified(),
            report.missing(),
            report.reasons(),
            report.failures().stream().map(masks::sentence).toList(),
            report.problems());
    Optional<String> why = shown.why();
    if (why.isPresent()) {
      throw new CommandFailedException(shown.text() + "\n" + why.get());
    }
    return shown.text();
  }

  private void discard(Context request) {
    Pipeline pipeline = definitions.required(request.pathParam("pipeline"));
    JobRoutes.follow(
        request,
        startDiscard(
            jobs,
            letters,
            Access.visitor(request),
            pipeline,
            filter(request::formParam),
            given(request::formParam, "why")));
  }

  /**
   * Discards the open letters that a filter takes.
   *
   * @param why kept with each letter
   * @throws ProblemException when the filter cannot be used or no reason is given, or while another
   *     job of the pipeline runs
   */
  public static Job startDiscard(
      Jobs jobs,
      Letters letters,
      Visitor operator,
      Pipeline pipeline,
      LetterFilter filter,
      String why) {
    Selection selection = openOnes(filter);
    if (why.isEmpty()) {
      throw ProblemException.badRequest(
          "Say why nothing will be done about the letters: it is kept with each.");
    }
    return jobs.start(
        operator,
        pipeline.name(),
        "Discard dead letters" + filter.words(),
        progress ->
            "%s discarded: %s"
                .formatted(
                    Format.count(
                        letters.discard(pipeline, selection, why, operator.name(), progress),
                        "dead letter"),
                    why));
  }

  private static Selection openOnes(LetterFilter filter) {
    if (!filter.takesOpenOnes()) {
      throw ProblemException.badRequest(
          "Only open dead letters are replayed or discarded, and the filter takes those that are %s."
              .formatted(filter.state()));
    }
    return selection(filter);
  }

  /** The same for the verifier's classes; a filter that cannot be used is a 400. */
  public static Selection selection(LetterFilter filter) {
    try {
      return filter.selection(Instant.now());
    } catch (UsageException malformed) {
      throw ProblemException.badRequest(String.valueOf(malformed.getMessage()));
    }
  }

  /** The filter that parameters name. */
  public static LetterFilter filter(UnaryOperator<String> parameters) {
    LetterFilter filter =
        new LetterFilter(
            given(parameters, "reason"),
            given(parameters, "field"),
            given(parameters, "run"),
            given(parameters, "since"),
            given(parameters, "state"),
            given(parameters, "at"));
    if (!filter.state().isEmpty()
        && !List.of(DeadLetterCql.OPEN, DeadLetterCql.REPLAYED, DeadLetterCql.DISCARDED)
            .contains(filter.state())) {
      throw ProblemException.badRequest("state has to be open, replayed or discarded.");
    }
    return filter;
  }

  private static String given(UnaryOperator<String> parameters, String name) {
    String text = Objects.requireNonNullElse(parameters.apply(name), "").strip();
    if (text.length() > LONGEST) {
      throw ProblemException.badRequest(name + " is too long.");
    }
    return text;
  }
}
