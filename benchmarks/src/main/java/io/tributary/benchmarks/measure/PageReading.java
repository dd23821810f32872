package io.tributary.benchmarks.measure;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.tributary.benchmarks.produce.JacksonMapping;
import io.tributary.benchmarks.produce.Users;
import io.tributary.benchmarks.report.Result;
import io.tributary.benchmarks.report.Spread;
import io.tributary.benchmarks.stage.Stage;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.json.JsonScanner;
import io.tributary.model.mapping.PageMapper;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** How fast the source's pages become events, beside what Jackson's parser would need at least. */
public final class PageReading implements Measure {
  private static final String OURS = "ours";
  private static final String JACKSON = "jackson";
  private static final String TOKENS = "jackson_tokens";
  private static final String SCANNER = "ours_tokens";
  private static final int PAGES = 10;
  private static final int DEPTH = 100;
  private static final int WARM_UP_ROUNDS = 3;
  private static final double NANOS_PER_MICRO = 1e3;
  private static final double NANOS_PER_SECOND = 1e9;

  private final Stage stage;
  private final Extent extent;

  /** Reads one page. */
  @FunctionalInterface
  private interface Reader {
    void read(byte[] body) throws Exception;
  }

  public PageReading(Stage stage, Extent extent) {
    this.stage = stage;
    this.extent = extent;
  }

  @Override
  public String name() {
    return "mapping";
  }

  @Override
  public String question() {
    return String.format(
        Locale.ROOT, "How fast are %,d records mapped from pages in memory?", extent.records());
  }

  @Override
  public boolean needsServers() {
    return false;
  }

  @Override
  public Result run() throws Exception {
    Pipeline pipeline = Pipeline.load(stage.checkout().resolve("pipelines/users.yaml"));
    Users users = new Users(pipeline, "bench");
    List<byte[]> pages = new ArrayList<>();
    for (int number = 1; number <= PAGES; number++) {
      pages.add(users.body(number, Users.PAGE));
    }
    PageMapper ours = new PageMapper(pipeline);
    JacksonMapping jackson = new JacksonMapping(pipeline);
    JsonFactory json = new JsonFactory();
    Map<String, Reader> readers = new LinkedHashMap<>();
    readers.put(OURS, ours::map);
    readers.put(JACKSON, jackson::map);
    JsonScanner scanner = new JsonScanner(DEPTH);
    readers.put(
        SCANNER,
        body -> {
          scanner.reset(body, 0, body.length);
          scanner.value();
        });
    readers.put(
        TOKENS,
        body -> {
          try (JsonParser in = json.createParser(body)) {
            while (in.nextToken() != null) {
              // nothing but the tokens
            }
          }
        });
    Map<String, List<Double>> micros = new LinkedHashMap<>();
    readers.keySet().forEach(name -> micros.put(name, new ArrayList<>()));
    Rounds.each(
        1 - WARM_UP_ROUNDS,
        extent.rounds(),
        readers.entrySet(),
        (round, reader) -> {
          double cpu = cpuPerRecord(reader.getValue(), pages);
          stage.say(
              String.format(
                  Locale.ROOT,
                  "round %d of %d: %s %.2f µs a record",
                  round,
                  extent.rounds(),
                  reader.getKey(),
                  cpu));
          if (round > 0) {
            of(micros, reader.getKey()).add(cpu);
          }
        });
    Map<String, Spread> ratios = new LinkedHashMap<>();
    ratios.put("cpu_ours_vs_jackson", Rounds.ratio(of(micros, OURS), of(micros, JACKSON)));
    ratios.put("cpu_ours_vs_jackson_tokens", Rounds.ratio(of(micros, OURS), of(micros, TOKENS)));
    ratios.put(
        "cpu_scanner_vs_jackson_tokens", Rounds.ratio(of(micros, SCANNER), of(micros, TOKENS)));
    return new Result(
        name(),
        question(),
        List.of(
            line(OURS, "ours: all of the mapping, with checks and clean-ups", micros),
            line(JACKSON, "Jackson's parser: the values found and written, unchecked", micros),
            line(SCANNER, "ours: the scanner only, no values", micros),
            line(TOKENS, "Jackson's parser: tokens only, no values", micros)),
        ratios);
  }

  /** Of this thread: others on the machine then disturb less. */
  private double cpuPerRecord(Reader reader, List<byte[]> pages) throws Exception {
    int turns = Math.max(1, extent.records() / (PAGES * Users.PAGE));
    long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    for (int turn = 0; turn < turns; turn++) {
      for (byte[] page : pages) {
        reader.read(page);
      }
    }
    long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
    return nanos / NANOS_PER_MICRO / ((long) turns * PAGES * Users.PAGE);
  }

  private static Result.Line line(String name, String title, Map<String, List<Double>> micros) {
    Map<String, Spread> figures = new LinkedHashMap<>();
    List<Double> rounds = of(micros, name);
    figures.put(
        "records per CPU second",
        Spread.of(rounds.stream().map(each -> NANOS_PER_SECOND / NANOS_PER_MICRO / each).toList()));
    figures.put("CPU µs", Spread.of(rounds));
    return new Result.Line(name, title, figures);
  }

  private static List<Double> of(Map<String, List<Double>> micros, String name) {
    return Objects.requireNonNull(micros.get(name), name);
  }
}
