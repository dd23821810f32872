package io.tributary.producer.sample;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows and columns as wide as a terminal. Long cells are cut, with an ellipsis as the mark; columns
 * that have no room stand below the others, beside the first one again.
 */
final class FittedTable {
  private static final int WIDEST = 32;
  private static final String GAP = "  ";

  private final List<List<String>> lines = new ArrayList<>();
  private final int width;

  /**
   * @param width of the terminal in characters
   */
  FittedTable(int width, List<String> head) {
    this.width = width;
    add(head);
  }

  void add(List<String> cells) {
    lines.add(cells.stream().map(FittedTable::shown).toList());
  }

  @Override
  public String toString() {
    List<String> blocks = new ArrayList<>();
    int columns = lines.get(0).size();
    for (int from = 0; from < columns; ) {
      List<Integer> block = new ArrayList<>();
      int used = -GAP.length();
      if (from > 0) {
        block.add(0);
        used += widthOf(0) + GAP.length();
      }
      int first = from;
      while (from < columns && (from == first || used + GAP.length() + widthOf(from) <= width)) {
        used += widthOf(from) + GAP.length();
        block.add(from++);
      }
      blocks.add(block(block));
    }
    return String.join("\n\n", blocks);
  }

  private String block(List<Integer> columns) {
    List<String> rendered = new ArrayList<>();
    for (List<String> line : lines) {
      rendered.add(
          String.join(
                  GAP,
                  columns.stream()
                      .map(
                          column ->
                              line.get(column)
                                  + " ".repeat(widthOf(column) - widthOf(line.get(column))))
                      .toList())
              .stripTrailing());
    }
    rendered.add(
        1, String.join(GAP, columns.stream().map(column -> "-".repeat(widthOf(column))).toList()));
    return String.join("\n", rendered);
  }

  private int widthOf(int column) {
    return lines.stream().mapToInt(line -> widthOf(line.get(column))).max().orElse(0);
  }

  /** On one line, without what would move the cursor, and not too long. */
  private static String shown(String cell) {
    StringBuilder text = new StringBuilder();
    int used = 0;
    int[] points = cell.codePoints().map(FittedTable::visible).toArray();
    for (int i = 0; i < points.length; i++) {
      if (used + placesOf(points[i]) > (i == points.length - 1 ? WIDEST : WIDEST - 1)) {
        return text.append('…').toString();
      }
      text.appendCodePoint(points[i]);
      used += placesOf(points[i]);
    }
    return text.toString();
  }

  private static int visible(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          '·';
      default -> point;
    };
  }

  private static int widthOf(String text) {
    return text.codePoints().map(FittedTable::placesOf).sum();
  }

  /** Characters of East Asia and pictures take two places, accents of their own none. */
  private static int placesOf(int point) {
    int type = Character.getType(point);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    boolean isWide =
        (point >= 0x1100 && point <= 0x115F)
            || (point >= 0x2E80 && point <= 0xA4CF)
            || (point >= 0xAC00 && point <= 0xD7A3)
            || (point >= 0xF900 && point <= 0xFAFF)
            || (point >= 0xFF00 && point <= 0xFF60)
            || (point >= 0x1F300 && point <= 0x1FAFF)
            || (point >= 0x20000 && point <= 0x3FFFD);
    return isWide ? 2 : 1;
  }
}
