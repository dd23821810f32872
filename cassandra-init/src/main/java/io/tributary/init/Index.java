package io.tributary.init;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An index of a table; of a collection, it is on the values.
 *
 * @param storageAttached whether it is kept with the table's data (SAI), not as a table of its own
 */
record Index(String column, boolean storageAttached) implements Comparable<Index> {
  /** What Cassandra says of an index on the values of a collection; on its keys, it is another. */
  private static final Pattern VALUES = Pattern.compile("values\\((.*)\\)");

  private static final Pattern QUOTED = Pattern.compile("\"(.*)\"");

  private static final Comparator<Index> ORDER =
      Comparator.comparing(Index::column).thenComparing(Index::storageAttached);

  /**
   * As {@code system_schema} shows it.
   *
   * @param implementation the class, or its short name; empty for a secondary index
   */
  static Index of(String target, String implementation) {
    return new Index(
        within(QUOTED, within(VALUES, target)),
        implementation.equals("sai") || implementation.endsWith("StorageAttachedIndex"));
  }

  private static String within(Pattern around, String text) {
    Matcher matcher = around.matcher(text);
    return matcher.matches() ? matcher.group(1) : text;
  }

  @Override
  public int compareTo(Index other) {
    return ORDER.compare(this, other);
  }

  /** What it is, for people: {@code index on kind}. */
  @Override
  public String toString() {
    return "%s on %s".formatted(storageAttached ? "storage-attached index" : "index", column);
  }
}
