package io.tributary.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Writes results as files: a Markdown table and a chart of each measure. */
public final class ReportFolder {
  private final Path folder;

  public ReportFolder(Path folder) {
    this.folder = folder;
  }

  /** Overwrites what an earlier run has found about the same. */
  public void write(Machine machine, Result result) throws IOException {
    Files.createDirectories(folder);
    String chart = result.measure() + ".svg";
    Files.writeString(
        folder.resolve(result.measure() + ".md"),
        "<!-- Written by ./tributary bench on %s. -->%n".formatted(LocalDate.now(ZoneOffset.UTC))
            + Markdown.of(result)
            + "![%s](%s)%n%n".formatted(result.measure(), chart)
            + Markdown.of(machine));
    Files.writeString(folder.resolve(chart), Chart.of(result));
  }
}
