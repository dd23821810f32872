package io.tributary.benchmarks.measure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.benchmarks.report.Result;
import io.tributary.benchmarks.report.Spread;
import io.tributary.benchmarks.stage.Stage;
import io.tributary.runtime.command.CommandFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How long somebody new waits for the demo's answer, and for what. */
public final class DemoStart implements Measure {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int USERS = 1_000;

  /** In the order of the demo's own report; the first column is the one that charts show. */
  private static final List<String> PHASES = List.of("total", "stack", "produce", "land", "verify");

  private final Stage stage;
  private final int rounds;

  public DemoStart(Stage stage, int rounds) {
    this.stage = stage;
    this.rounds = rounds;
  }

  @Override
  public String name() {
    return "demo";
  }

  @Override
  public String question() {
    return String.format(
        Locale.ROOT,
        "How many seconds from the demo's start until each of %,d users is verified?",
        USERS);
  }

  @Override
  public boolean needsServers() {
    return false;
  }

  @Override
  public Result run() throws Exception {
    Map<String, List<Double>> seconds = new LinkedHashMap<>();
    // round 0 may have to archive classes
    for (int round = 0; round <= rounds; round++) {
      JsonNode taken = demo().path("seconds");
      stage.say(String.format(Locale.ROOT, "round %d of %d: %s", round, rounds, taken));
      if (round > 0) {
        for (String phase : PHASES) {
          seconds
              .computeIfAbsent(phase, unknown -> new ArrayList<>())
              .add(taken.path(phase).asDouble());
        }
      }
    }
    Map<String, Spread> figures = new LinkedHashMap<>();
    seconds.forEach((phase, taken) -> figures.put(phase, Spread.of(taken)));
    return new Result(
        name(), question(), List.of(new Result.Line("demo", "the demo", figures)), Map.of());
  }

  /** What a demo of its own prints last. */
  private JsonNode demo() throws CommandFailedException, IOException, InterruptedException {
    Path said = Files.createDirectories(stage.log("demo").getParent()).resolve("demo.out");
    Process demo =
        new ProcessBuilder(
                stage.checkout().resolve("tributary").toString(),
                "demo",
                "--fresh",
                "--users",
                Integer.toString(USERS),
                "--data",
                said.resolveSibling("demo-data").toString())
            .redirectOutput(said.toFile())
            .redirectError(stage.log("demo").toFile())
            .start();
    try {
      if (demo.waitFor() != 0) {
        throw new CommandFailedException(
            "The demo failed: %s".formatted(Files.readString(stage.log("demo")).strip()));
      }
    } finally {
      demo.destroy();
    }
    List<String> lines = Files.readAllLines(said);
    return JSON.readTree(lines.get(lines.size() - 1));
  }
}
