package io.tributary.benchmarks.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/** Results as one line of JSON: ratios' medians first, then everything. */
public final class ResultJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ResultJson() {}

  public static String of(Machine machine, List<Result> results) {
    ObjectNode root = JSON.createObjectNode();
    ObjectNode ratios = root.putObject("ratios");
    for (Result result : results) {
      result.ratios().forEach((name, ratio) -> ratios.put(name, rounded(ratio.median())));
    }
    root.set("machine", JSON.valueToTree(machine));
    ObjectNode measures = root.putObject("measures");
    for (Result result : results) {
      ObjectNode measure = measures.putObject(result.measure());
      for (Result.Line line : result.lines()) {
        ObjectNode figures = measure.putObject(line.name());
        line.figures().forEach((column, spread) -> put(figures.putObject(column), spread));
      }
      ObjectNode spreads = measure.putObject("ratios");
      result.ratios().forEach((name, spread) -> put(spreads.putObject(name), spread));
    }
    try {
      return JSON.writeValueAsString(root);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static void put(ObjectNode node, Spread spread) {
    node.put("min", rounded(spread.min()));
    node.put("median", rounded(spread.median()));
    node.put("max", rounded(spread.max()));
  }

  /** Four digits say all that a measurement does. */
  private static double rounded(double value) {
    return Double.parseDouble(String.format(Locale.ROOT, "%.4g", value));
  }
}
