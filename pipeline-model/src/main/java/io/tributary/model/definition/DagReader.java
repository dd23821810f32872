package io.tributary.model.definition;

import io.tributary.model.text.Quoted;
import io.tributary.model.yaml.Section;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the section {@code dag}, whose keys all have defaults. */
final class DagReader {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_.-]{1,250}");
  private static final int DEFAULT_RECORDS = 1_000;
  private static final int MOST_RECORDS = 1_000_000;

  private DagReader() {}

  /**
   * @param pipeline the pipeline's name, which is the DAG's too where it has none of its own
   */
  static Optional<Dag> read(Optional<Section> section, Optional<String> pipeline) {
    if (section.isEmpty()) {
      return pipeline.map(
          name -> new Dag(name, Optional.empty(), DEFAULT_RECORDS, Dag.DEFAULT_MAX_SUPERSEDED));
    }
    Section dag = section.get();
    Optional<String> id =
        dag.has("id")
            ? dag.matching(
                "id", false, ID, "letters, digits, '.', '_' and '-', at most 250 of them")
            : pipeline;
    Optional<String> schedule = schedule(dag);
    boolean readsAll = dag.text("records", "a number or all").equals(Optional.of("all"));
    Optional<Integer> records =
        readsAll
            ? Optional.of(Dag.ALL)
            : dag.integerOr("records", 1, MOST_RECORDS, DEFAULT_RECORDS);
    RecordLimit maxSuperseded = limit(dag, "max-superseded", Dag.DEFAULT_MAX_SUPERSEDED);
    dag.end();
    if (id.isEmpty() || records.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Dag(
            id.get(), schedule.filter(word -> !word.equals("none")), records.get(), maxSuperseded));
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
