package io.tributary.model.definition;

import io.tributary.model.text.Quoted;
import io.tributary.model.yaml.Section;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the section {@code dag}, whose keys all have defaults. */
final class DagReader {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_.-]{1,250}");
  private static final int DEFAULT_RECORDS = 1_000;
  private static final int MOST_RECORDS = 1_000_000;

  /** Schedules without intervals of time. */
  private static final Set<String> NO_INTERVALS = Set.of("none", "@once", "@continuous");

  private DagReader() {}

  /**
   * @param pipeline the pipeline's name, which is the DAG's too where it has none of its own
   * @param isIncremental whether the source is read by what has changed in it
   * @param incremental how, if that could be read
   */
  static Optional<Dag> read(
      Optional<Section> section,
      Optional<String> pipeline,
      boolean isIncremental,
      Optional<Incremental> incremental) {
    int defaultRecords = isIncremental ? Dag.ALL : DEFAULT_RECORDS;
    Optional<DagInterval> defaultInterval =
        isIncremental ? Optional.of(DagInterval.CURSOR) : Optional.empty();
    if (section.isEmpty()) {
      return pipeline.map(
          name ->
              new Dag(
                  name,
                  Optional.empty(),
                  defaultRecords,
                  Dag.DEFAULT_MAX_SUPERSEDED,
                  defaultInterval,
                  false,
                  Optional.empty()));
    }
    Section dag = section.get();
    Optional<String> id =
        dag.has("id")
            ? dag.matching(
                "id", false, ID, "letters, digits, '.', '_' and '-', at most 250 of them")
            : pipeline;
    Optional<String> schedule = schedule(dag);
    Optional<Integer> records = records(dag, defaultRecords, isIncremental);
    RecordLimit maxSuperseded = limit(dag, "max-superseded", Dag.DEFAULT_MAX_SUPERSEDED);
    Optional<DagInterval> interval = interval(dag, isIncremental).or(() -> defaultInterval);
    boolean catchup = dag.flag("catchup");
    Optional<Instant> start = start(dag);
    dag.end();
    intervals(dag, schedule, interval, catchup);
    if (interval.equals(Optional.of(DagInterval.DATA_INTERVAL))
        && incremental.filter(read -> !(read.scale().isTime() && read.isBounded())).isPresent()) {
      dag.problem(
          "interval",
          "'interval: data-interval' without requests that name an end in time",
          "source.incremental with a time as field, and with an end-parameter");
    }
    if (id.isEmpty() || records.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Dag(
            id.get(),
            schedule.filter(word -> !word.equals("none")),
            records.get(),
            maxSuperseded,
            interval,
            catchup,
            start));
  }

  private static Optional<Integer> records(Section dag, int defaultRecords, boolean isIncremental) {
    if (dag.text("records", "a number or all").equals(Optional.of("all"))) {
      return Optional.of(Dag.ALL);
    }
    if (dag.has("records") && isIncremental) {
      dag.problem(
          "records",
          "a number of records although the source is incremental",
          "all: only what is read to its end moves the cursor");
    }
    return dag.integerOr("records", 1, MOST_RECORDS, defaultRecords);
  }

  private static Optional<DagInterval> interval(Section dag, boolean isIncremental) {
    Optional<String> word = dag.text("interval", DagInterval.words());
    Optional<DagInterval> interval = word.flatMap(DagInterval::named);
    if (word.isPresent() && interval.isEmpty()) {
      dag.problem("interval", Quoted.quote(word.get()), "one of " + DagInterval.words());
    } else if (word.isPresent() && !isIncremental) {
      dag.problem("interval", "'interval' without source.incremental", "both, or none of them");
    }
    return interval;
  }

  private static Optional<Instant> start(Section dag) {
    String expected = "a day such as 2024-01-31, or a time such as 2024-01-31T12:00:00Z";
    Optional<String> text = dag.text("start", expected);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.ofEpochMilli(CursorScale.TIME.parse(text.get())));
    } catch (IllegalArgumentException none) {
      dag.problem("start", Quoted.quote(text.get()), expected);
      return Optional.empty();
    }
  }

  private static void intervals(
      Section dag, Optional<String> schedule, Optional<DagInterval> interval, boolean catchup) {
    boolean byInterval = interval.equals(Optional.of(DagInterval.DATA_INTERVAL));
    if (byInterval && NO_INTERVALS.contains(schedule.orElse("none"))) {
      dag.problem(
          "interval",
          "'interval: data-interval' without a schedule that has intervals",
          "a 'schedule' such as @daily");
    }
    if (catchup && !byInterval) {
      dag.problem(
          "catchup",
          "'catchup: true' although runs read from a cursor, or all",
          "'interval: data-interval' too");
    } else if (catchup && !dag.has("start")) {
      dag.problem("catchup", "'catchup: true' without a start", "a 'start' too");
    }
  }

  private static Optional<String> schedule(Section dag) {
    Optional<String> schedule =
        dag.text("schedule", "none, a preset such as @daily, or five fields of cron");
    schedule
        .flatMap(CronSchedule::faultOf)
        .ifPresent(fault -> dag.problem("schedule", fault.found(), fault.expected()));
    return schedule;
  }

  private static RecordLimit limit(Section section, String key, RecordLimit otherwise) {
    Optional<String> text = section.text(key, "a number like 100 or a share like 10%");
    try {
      return text.map(RecordLimit::parse).orElse(otherwise);
    } catch (IllegalArgumentException wrong) {
      section.problem(key, Quoted.quote(text.orElse("")), "a number like 100 or a share like 10%");
      return otherwise;
    }
  }
}
