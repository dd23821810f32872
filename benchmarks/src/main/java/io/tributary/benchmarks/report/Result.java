package io.tributary.benchmarks.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one measure found.
 *
 * @param measure its name
 * @param question that it answers
 * @param lines a table's, in order; all have the columns of the first
 * @param ratios by name
 */
public record Result(
    String measure, String question, List<Line> lines, Map<String, Spread> ratios) {

  /**
   * One line of a table.
   *
   * @param name short, as in JSON
   * @param title as people read it
   * @param figures by their columns' titles, in order
   */
  public record Line(String name, String title, Map<String, Spread> figures) {
    public Line {
      figures = new LinkedHashMap<>(figures);
    }
  }

  public Result {
    lines = List.copyOf(lines);
    ratios = new LinkedHashMap<>(ratios);
  }
}
