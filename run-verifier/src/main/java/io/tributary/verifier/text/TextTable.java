package io.tributary.verifier.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Cells in columns, each column as wide as its widest cell up to a limit. */
public final class TextTable {
  private static final int WIDEST = 24;

  private final List<List<String>> lines = new ArrayList<>();

  public TextTable(List<String> head) {
    add(head);
  }

  public void add(List<String> cells) {
    lines.add(cells.stream().map(TextTable::shortened).toList());
  }

  private static String shortened(String cell) {
    return cell.codePointCount(0, cell.length()) <= WIDEST
        ? cell
        : cell.substring(0, cell.offsetByCodePoints(0, WIDEST - 1)) + "…";
  }

  @Override
  public String toString() {
    int columns = lines.get(0).size();
    int[] widths = new int[columns];
    for (List<String> line : lines) {
      for (int column = 0; column < columns; column++) {
        widths[column] = Math.max(widths[column], width(line.get(column)));
      }
    }
    List<String> rendered =
        new ArrayList<>(lines.stream().map(line -> render(line, widths)).toList());
    rendered.add(1, Arrays.stream(widths).mapToObj("-"::repeat).collect(Collectors.joining("  ")));
    return String.join(System.lineSeparator(), rendered);
  }

  private static String render(List<String> line, int[] widths) {
    StringBuilder rendered = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      String cell = line.get(column);
      rendered.append(cell).append(" ".repeat(widths[column] - width(cell) + 2));
    }
    return rendered.toString().stripTrailing();
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
