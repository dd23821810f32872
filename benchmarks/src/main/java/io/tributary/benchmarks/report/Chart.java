package io.tributary.benchmarks.report;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The first column of a result's table as bars, in SVG: a bar to the median, a line from least to
 * greatest.
 */
public final class Chart {
  private static final int WIDTH = 820;
  private static final int LABELS = 390;
  private static final int ROW = 28;
  private static final int TOP = 34;
  private static final int ROOM_FOR_NUMBER = 80;

  private Chart() {}

  public static String of(Result result) {
    List<Result.Line> lines = result.lines();
    String column = lines.get(0).figures().keySet().iterator().next();
    double greatest = lines.stream().mapToDouble(line -> of(line, column).max()).max().orElse(1);
    double scale = (WIDTH - LABELS - ROOM_FOR_NUMBER) / greatest;
    int height = TOP + ROW * lines.size() + 10;
    StringBuilder svg = new StringBuilder();
    svg.append(
        format(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
                + " font-family=\"sans-serif\" font-size=\"12\">%n",
            WIDTH, height));
    svg.append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
    svg.append(
        format(
            "<text x=\"8\" y=\"20\" font-weight=\"bold\">%s (%s)</text>%n",
            escaped(result.question()), escaped(column)));
    for (int i = 0; i < lines.size(); i++) {
      Spread spread = of(lines.get(i), column);
      double y = TOP + ROW * i;
      svg.append(
          format(
              "<text x=\"%d\" y=\"%.0f\" text-anchor=\"end\">%s</text>%n",
              LABELS - 8, y + 15, escaped(lines.get(i).title())));
      svg.append(
          format(
              "<rect x=\"%d\" y=\"%.0f\" width=\"%.1f\" height=\"18\" fill=\"%s\"/>%n",
              LABELS, y + 2, spread.median() * scale, colour(lines.get(i).name())));
      svg.append(
          format(
              "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%.0f\" y2=\"%.0f\" stroke=\"#222222\"/>%n",
              LABELS + spread.min() * scale, LABELS + spread.max() * scale, y + 11, y + 11));
      svg.append(
          format(
              "<text x=\"%.1f\" y=\"%.0f\">%s</text>%n",
              LABELS + spread.max() * scale + 6, y + 15, Markdown.number(spread.median())));
    }
    return svg.append("</svg>\n").toString();
  }

  private static Spread of(Result.Line line, String column) {
    return Objects.requireNonNull(line.figures().get(column), column);
  }

  private static String colour(String name) {
    return name.startsWith("ours") ? "#2b6cb0" : "#a0aec0";
  }

  private static String format(String template, Object... values) {
    return String.format(Locale.ROOT, template, values);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
