package io.tributary.drills.settle;

import java.util.List;
import java.util.Locale;

/**
 * Truth against tables.
 *
 * @param records that were published
 * @param rows records that are rows
 * @param superseded records whose key has the row of a newer one
 * @param letters records that are dead letters
 * @param gone records that Kafka deleted unread, and that are rightly nowhere
 * @param missing records that are nowhere
 * @param duplicated records with more than one outcome
 * @param wrong records with another outcome, or other values, than they must have
 * @param surplus rows and dead letters that nobody published
 * @param examples of what does not fit, a few
 */
public record Account(
    int records,
    int rows,
    int superseded,
    int letters,
    int gone,
    int missing,
    int duplicated,
    int wrong,
    int surplus,
    List<String> examples) {

  public Account {
    examples = List.copyOf(examples);
  }

  /** Whether everything is where it belongs, once, and nothing else is. */
  public boolean settled() {
    return missing + duplicated + wrong + surplus == 0;
  }

  /** One line for people. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%,d records = %,d rows + %,d superseded + %,d dead letters%s; missing %,d, duplicated %,d, wrong %,d, surplus %,d",
        records,
        rows,
        superseded,
        letters,
        gone == 0 ? "" : String.format(Locale.ROOT, " + %,d gone", gone),
        missing,
        duplicated,
        wrong,
        surplus);
  }
}
