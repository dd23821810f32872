package io.tributary.drills.settle;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Truth against tables.
 *
 * @param records that were published
 * @param rows records that are rows
 * @param superseded records whose key has the row of a newer one
 * @param deleted records that delete, and whose row is gone
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
    int deleted,
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

  /**
   * The account of one more table of the same records: what is wrong there counts too. The counts
   * of records stay those of this table.
   */
  public Account and(Account other) {
    List<String> all = new ArrayList<>(examples);
    all.addAll(other.examples);
    return new Account(
        records,
        rows,
        superseded,
        deleted,
        letters,
        gone,
        missing + other.missing,
        duplicated + other.duplicated,
        wrong + other.wrong,
        surplus + other.surplus,
        all);
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
        "%,d records = %,d rows + %,d superseded + %,d dead letters%s%s; missing %,d, duplicated %,d, wrong %,d, surplus %,d",
        records,
        rows,
        superseded,
        letters,
        deleted == 0 ? "" : String.format(Locale.ROOT, " + %,d deleted", deleted),
        gone == 0 ? "" : String.format(Locale.ROOT, " + %,d gone", gone),
        missing,
        duplicated,
        wrong,
        surplus);
  }
}
