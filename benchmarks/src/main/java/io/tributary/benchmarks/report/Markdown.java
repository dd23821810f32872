package io.tributary.benchmarks.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Results as tables for people. */
public final class Markdown {
  private Markdown() {}

  /** One measure: its question, a table, its ratios. */
  public static String of(Result result) {
    StringBuilder text = new StringBuilder("### %s%n%n".formatted(result.question()));
    if (!result.lines().isEmpty()) {
      List<String> columns = List.copyOf(result.lines().get(0).figures().keySet());
      text.append("| |")
          .append(columns.stream().map(c -> " " + c + " |").collect(Collectors.joining()));
      text.append("\n|---|").append("---:|".repeat(columns.size())).append('\n');
      for (Result.Line line : result.lines()) {
        text.append("| ").append(line.title()).append(" |");
        line.figures().values().forEach(spread -> text.append(' ').append(of(spread)).append(" |"));
        text.append('\n');
      }
      text.append('\n');
    }
    if (!result.ratios().isEmpty()) {
      text.append("| ratio | median of the rounds | least to greatest |\n|---|---:|---:|\n");
      for (Map.Entry<String, Spread> ratio : result.ratios().entrySet()) {
        Spread spread = ratio.getValue();
        text.append(
            "| `%s` | %s | %s to %s |%n"
                .formatted(
                    ratio.getKey(),
                    number(spread.median()),
                    number(spread.min()),
                    number(spread.max())));
      }
      text.append('\n');
    }
    return text.toString();
  }

  /** What it was measured on. */
  public static String of(Machine machine) {
    return String.format(
        Locale.ROOT,
        "%d processors (%s), %,d MiB, %s, Java %s; load average over the minute before: %.1f.%n",
        machine.processors(),
        machine.processor(),
        machine.memoryMib(),
        machine.system(),
        machine.java(),
        machine.loadBefore());
  }

  private static String of(Spread spread) {
    return "%s (%s – %s)"
        .formatted(number(spread.median()), number(spread.min()), number(spread.max()));
  }

  static String number(double value) {
    int digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }
}
