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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How fast the source's pages become events, beside what Jackson's parser would need at least. */
public final class PageReading implements Measure {
  private static final String OURS = "ours";
  private static final String JACKSON = "jackson";
  private static final String TOKENS = "jackson_tokens";
  private static final String SCANNER = "ours_tokens";
  private static final int PAGES = 10;
  private static final int DEPTH = 100;

  private final Stage stage;
  private final Extent extent;

  /** Reads one page. */
  @FunctionalInterface
  private interface PageReader {
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
    Map<String, CpuRounds.Reader> readers = new LinkedHashMap<>();
    readers.put(OURS, each(pages, ours::map));
    readers.put(JACKSON, each(pages, jackson::map));
    JsonScanner scanner = new JsonScanner(DEPTH);
    readers.put(
        SCANNER,
        each(
            pages,
            body -> {
              scanner.reset(body, 0, body.length);
              scanner.value();
            }));
    readers.put(
        TOKENS,
        each(
            pages,
            body -> {
              try (JsonParser in = json.createParser(body)) {
                while (in.nextToken() != null) {
                  // nothing but the tokens
                }
              }
            }));
    CpuRounds rounds = new CpuRounds(stage, extent);
    rounds.run(readers, PAGES * Users.PAGE);
    Map<String, Spread> ratios = new LinkedHashMap<>();
    ratios.put("cpu_ours_vs_jackson", rounds.ratio(OURS, JACKSON));
    ratios.put("cpu_ours_vs_jackson_tokens", rounds.ratio(OURS, TOKENS));
    ratios.put("cpu_scanner_vs_jackson_tokens", rounds.ratio(SCANNER, TOKENS));
    return new Result(
        name(),
        question(),
        List.of(
            rounds.line(OURS, "ours: all of the mapping, with checks and clean-ups"),
            rounds.line(JACKSON, "Jackson's parser: the values found and written, unchecked"),
            rounds.line(SCANNER, "ours: the scanner only, no values"),
            rounds.line(TOKENS, "Jackson's parser: tokens only, no values")),
        ratios);
  }

  private static CpuRounds.Reader each(List<byte[]> pages, PageReader reader) {
    return () -> {
      for (byte[] page : pages) {
        reader.read(page);
      }
    };
  }
}
