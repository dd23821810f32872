package io.tributary.console.platform;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Samples of one scrape in Prometheus's text format, by metric. */
public final class PrometheusText {
  private final Map<String, List<Sample>> samples;

  private PrometheusText(Map<String, List<Sample>> samples) {
    this.samples = samples;
  }

  /** One value and its labels. */
  public record Sample(Map<String, String> labels, double value) {}

  /** Reads a scrape; lines that are no samples are passed over. */
  public static PrometheusText parse(String text) {
    Map<String, List<Sample>> samples = new HashMap<>();
    for (String line : text.split("\n", -1)) {
      if (!line.isEmpty() && line.charAt(0) != '#') {
        add(line, samples);
      }
    }
    return new PrometheusText(samples);
  }

  private static void add(String line, Map<String, List<Sample>> samples) {
    int open = line.indexOf('{');
    int close = line.lastIndexOf('}');
    int nameEnd = open < 0 ? line.indexOf(' ') : open;
    if (nameEnd <= 0 || (open >= 0 && close < open)) {
      return;
    }
    String rest = line.substring(open < 0 ? nameEnd : close + 1).strip();
    int end = rest.indexOf(' ');
    try {
      samples
          .computeIfAbsent(line.substring(0, nameEnd), unknown -> new ArrayList<>())
          .add(
              new Sample(
                  open < 0 ? Map.of() : labels(line.substring(open + 1, close)),
                  number(end < 0 ? rest : rest.substring(0, end))));
    } catch (NumberFormatException noSample) {
      // a line that another version of the format has
    }
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  private static Map<String, String> labels(String text) {
    Map<String, String> labels = new HashMap<>();
    int at = 0;
    while (at < text.length()) {
      int equals = text.indexOf("=\"", at);
      if (equals < 0) {
        break;
      }
      StringBuilder value = new StringBuilder();
      int next = equals + 2;
      while (next < text.length() && text.charAt(next) != '"') {
        if (text.charAt(next) == '\\' && next + 1 < text.length()) {
          next++;
          value.append(text.charAt(next) == 'n' ? '\n' : text.charAt(next));
        } else {
          value.append(text.charAt(next));
        }
        next++;
      }
      labels.put(text.substring(at, equals), value.toString());
      at = next + 1;
      if (at < text.length() && text.charAt(at) == ',') {
        at++;
      }
    }
    return labels;
  }

  /** All samples of a metric. */
  public List<Sample> all(String name) {
    return samples.getOrDefault(name, List.of());
  }

  /** The samples of a metric with this label. */
  public List<Sample> all(String name, String label, String value) {
    return all(name).stream().filter(sample -> value.equals(sample.labels().get(label))).toList();
  }

  /** The sum of the samples of a metric with this label; nothing when there is none. */
  public OptionalDouble sum(String name, String label, String value) {
    List<Sample> found = all(name, label, value);
    return found.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(found.stream().mapToDouble(Sample::value).sum());
  }
}
