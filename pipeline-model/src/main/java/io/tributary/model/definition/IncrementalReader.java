package io.tributary.model.definition;

import io.tributary.model.definition.TimeFormat.EpochUnit;
import io.tributary.model.template.Template;
import io.tributary.model.template.TimeText;
import io.tributary.model.template.Variable;
import io.tributary.model.template.Variable.Kind;
import io.tributary.model.text.Quoted;
import io.tributary.model.yaml.Nearest;
import io.tributary.model.yaml.Section;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the section {@code source.incremental}, and checks it against paging and the fields. */
final class IncrementalReader {
  private static final String FORMATS =
      "iso, epoch-seconds, epoch-milliseconds, epoch-microseconds, or a pattern such as \"yyyy-MM-dd HH:mm\"";
  private static final TimeFormat ISO = TimeFormat.ISO;

  private final Section section;
  private final EventReader.Result event;
  private final Set<Kind> named;

  /**
   * @param event whose field the section names
   * @param named what the templates of the request name
   */
  IncrementalReader(Section section, EventReader.Result event, Set<Kind> named) {
    this.section = section;
    this.event = event;
    this.named = named;
  }

  Optional<Incremental> read() {
    Optional<String> field = section.required("field", "the name of a field");
    Optional<String> start = section.required("start", "where the first run begins");
    Optional<String> parameter = parameter("parameter");
    Optional<String> endParameter = parameter("end-parameter");
    Optional<String> format = section.text("format", FORMATS);
    Optional<Duration> window = span("window");
    Optional<Duration> lookback = span("lookback");
    section.end();
    parameters(parameter, endParameter, window);
    Optional<CursorScale> scale = field.flatMap(this::scale);
    if (scale.isEmpty()) {
      return Optional.empty();
    }
    onlyForTimes(scale.get());
    Optional<TimeFormat> times = format(scale.get(), format);
    Optional<Long> first = start.flatMap(text -> start(scale.get(), text));
    if (times.isEmpty() || first.isEmpty()) {
      return Optional.empty();
    }
    Incremental read =
        new Incremental(
            field.get(),
            scale.get(),
            first.get(),
            parameter,
            endParameter,
            times.get(),
            window,
            lookback,
            named.contains(Kind.WINDOW_END));
    window.ifPresent(span -> nameable(read, span));
    return Optional.of(read);
  }

  /** The rules between the section and the rest of {@code source}. */
  static void check(
      Section source, Section section, Incremental read, Request request, Paging paging) {
    if (paging instanceof Paging.Numbered numbered && numbered.seedParameter().isPresent()) {
      source.problem(
          "incremental",
          "'incremental' although paging has a seed-parameter",
          "one of the two: a source that makes up records has no changes");
    }
    free(section, "parameter", read.parameter(), request, paging);
    free(section, "end-parameter", read.endParameter(), request, paging);
  }

  private static void free(
      Section section, String key, Optional<String> name, Request request, Paging paging) {
    if (name.isPresent()
        && (request.query().containsKey(name.get())
            || SourceCrossChecks.parametersOf(paging).contains(name.get()))) {
      section.problem(
          key,
          "%s, which 'query' or 'paging' sets".formatted(Quoted.quote(name.get())),
          "it in one place only");
    }
  }

  /** A request that names times less exactly than the section says would leave records out. */
  static void checkTemplates(Section section, Incremental read, List<String> texts) {
    String format =
        read.format().epoch()
            ? read.format().unit().word()
            : read.format().pattern().orElse(TimeText.ISO.word());
    for (String text : texts) {
      for (Variable variable : Template.of(text).variables()) {
        if (variable.kind() != Kind.WINDOW_START && variable.kind() != Kind.WINDOW_END) {
          continue;
        }
        String written = variable.format().orElse(TimeText.ISO).word();
        if (!read.scale().isTime()) {
          section.problem(
              "field",
              "%s in the request although the field is a number".formatted(variable.shown()),
              "'parameter' in its place");
        } else if (!written.equals(format)) {
          section.problem(
              "format",
              "the format %s, and %s in the request with %s"
                  .formatted(format, variable.shown(), written),
              "the same format, as {%s|%s}".formatted(variable.kind().word(), format));
        }
      }
    }
  }

  private Optional<String> parameter(String key) {
    return section.matching(key, false, PagingReader.PARAMETER, "the name of a query parameter");
  }

  private Optional<Duration> span(String key) {
    return section.has(key) ? section.duration(key) : Optional.empty();
  }

  private void parameters(
      Optional<String> parameter, Optional<String> endParameter, Optional<Duration> window) {
    if (!section.has("parameter") && !named.contains(Kind.WINDOW_START)) {
      section.problem(
          "parameter",
          "no 'parameter' in incremental",
          "the query parameter that says from when on, or {window-start} in the request");
    }
    if (window.isPresent() && !section.has("end-parameter") && !named.contains(Kind.WINDOW_END)) {
      section.problem(
          "window",
          "a window without an end",
          "'end-parameter', or {window-end} in the request, so that windows can end");
    }
    if (parameter.isPresent() && parameter.equals(endParameter)) {
      section.problem(
          "end-parameter", Quoted.quote(parameter.get()) + ", as 'parameter'", "another name");
    }
  }

  private Optional<CursorScale> scale(String name) {
    Optional<Field> field =
        event.event().fields().stream().filter(known -> known.name().equals(name)).findFirst();
    if (field.isEmpty()) {
      if (!event.lines().containsKey(name)) {
        section.problem(
            "field", Quoted.quote(name), KeyRules.expectedField(name, event.lines().keySet()));
      }
      return Optional.empty();
    }
    if (!isOfTheRecord(field.get().origin())) {
      section.problem(
          "field",
          "field %s, whose value is not the record's".formatted(Quoted.quote(name)),
          "a field that says when the record changed");
    }
    Optional<CursorScale> scale = CursorScale.of(field.get().type());
    if (scale.isEmpty()) {
      section.problem(
          "field",
          "field %s of type %s".formatted(Quoted.quote(name), field.get().type().cqlName()),
          "a field of type timestamp, date, int or bigint to read by");
    }
    return scale;
  }

  private static boolean isOfTheRecord(Origin origin) {
    boolean isConstant = origin instanceof Origin.Constant;
    boolean isElsewhere =
        origin instanceof Origin.Outside outside
            && outside.place() != Origin.Outside.Place.PARENT
            && outside.place() != Origin.Outside.Place.MAP_KEY;
    return !isConstant && !isElsewhere;
  }

  private void onlyForTimes(CursorScale scale) {
    for (String key : new String[] {"format", "window", "lookback"}) {
      if (!scale.isTime() && section.has(key)) {
        section.problem(
            key, "'%s' although the field is a number".formatted(key), "it for times only");
      }
    }
  }

  private Optional<Long> start(CursorScale scale, String text) {
    try {
      return Optional.of(scale.parse(text));
    } catch (IllegalArgumentException none) {
      section.problem("start", Quoted.quote(text), "as the field has it, " + scale.expected());
      return Optional.empty();
    }
  }

  private Optional<TimeFormat> format(CursorScale scale, Optional<String> word) {
    if (word.isEmpty() || word.get().equals("iso") || !scale.isTime()) {
      return Optional.of(ISO);
    }
    for (EpochUnit unit : EpochUnit.values()) {
      if (unit.word().equals(word.get())) {
        return Optional.of(new TimeFormat(unit, true, Optional.empty(), Optional.empty()));
      }
    }
    Optional<String> near =
        Nearest.to(
            word.get(),
            Arrays.stream(EpochUnit.values()).map(EpochUnit::word).collect(Collectors.toSet()));
    TimeFormat pattern = new TimeFormat(EpochUnit.MILLISECONDS, false, word, Optional.empty());
    try {
      // what a request was asked for has to be readable from it
      scale.floor(scale.parse("2026-11-28"), pattern);
      if (near.isEmpty()) {
        return Optional.of(pattern);
      }
    } catch (IllegalArgumentException | DateTimeException noPattern) {
      // reported below
    }
    section.problem(
        "format",
        Quoted.quote(word.get()),
        near.map("'%s' (did you mean it?)"::formatted).orElse(FORMATS + " that gives a day"));
    return Optional.empty();
  }

  /** Windows have to end where a request can say so. */
  private void nameable(Incremental read, Duration window) {
    long first = read.floor(read.start());
    long end = first + window.toMillis();
    if (read.floor(end) != end) {
      section.problem(
          "window",
          "a window that ends between two times that requests can name (%s, %s)"
              .formatted(read.written(first), read.written(end)),
          "a window that 'format' and the field's type can name");
    }
  }
}
