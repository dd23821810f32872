package io.tributary.drills.settle;

import io.tributary.drills.truth.Outcome;
import io.tributary.drills.truth.Published;
import io.tributary.drills.truth.RecordPosition;
import io.tributary.drills.truth.Truth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds what was published against what is in the tables: each record has the one outcome that it
 * must have, with its values, newest wins, and nothing else is there. For one use.
 */
public final class Settlement {
  private static final int MOST_EXAMPLES = 10;

  private final List<Published> truth;
  private final List<RangeSettlement> ranges = new ArrayList<>();
  private final Map<String, FoundRow> rows = new HashMap<>();
  private final Map<RecordPosition, List<FoundLetter>> letters = new HashMap<>();
  private final Map<String, Published> newest;
  private final List<String> examples = new ArrayList<>();
  private int asRow;
  private int superseded;
  private int deleted;
  private int asLetter;
  private int gone;
  private int missing;
  private int duplicated;
  private int wrong;
  private int surplus;

  private Settlement(Truth truth, TableView view, Tables tables) {
    this.truth = truth.all().stream().map(published -> published.in(view::of)).toList();
    this.newest = Published.newestByKey(this.truth);
    truth.ranges().forEach(range -> ranges.add(new RangeSettlement(range)));
    for (FoundRow row : tables.rows()) {
      if (rows.put(row.key(), row) != null) {
        // a key of the table is there once, unless two keys read the same
        surplus("the row " + row.key() + " is there twice");
      }
    }
    tables.letters(this::sort);
  }

  /** Judges a letter of a range at once, and keeps the others. */
  private void sort(FoundLetter letter) {
    for (RangeSettlement settlement : ranges) {
      if (settlement.range().contains(letter.position())) {
        int number = settlement.number(letter);
        Published published = settlement.range().record(number);
        if (settlement.isFirst(number)) {
          judgeLetter(published, settlement.range().outcome(), List.of(letter));
        } else {
          duplicated(published, "is one more dead letter");
        }
        return;
      }
    }
    letters.computeIfAbsent(letter.position(), position -> new ArrayList<>()).add(letter);
  }

  /**
   * @param view of the table that the rows are in
   */
  public static Account of(Truth truth, TableView view, Tables tables) {
    return new Settlement(truth, view, tables).settle();
  }

  private Account settle() {
    truth.forEach(this::judge);
    ranges.forEach(this::countMissing);
    findSurplus();
    return new Account(
        truth.size() + ranges.stream().mapToInt(one -> one.range().count()).sum(),
        asRow,
        superseded,
        deleted,
        asLetter,
        gone,
        missing,
        duplicated,
        wrong,
        surplus,
        examples);
  }

  private void countMissing(RangeSettlement settlement) {
    int count = settlement.missing();
    if (count > 0) {
      missing += count;
      example(
          "missing",
          settlement.range().record(settlement.firstMissing()),
          String.format(
              Locale.ROOT,
              "is the first of %,d in %s that must be dead letters (%s)",
              count,
              settlement.range(),
              settlement.range().outcome().reason()));
    }
  }

  private void judge(Published published) {
    List<FoundLetter> filed = letters.getOrDefault(published.position(), List.of());
    if (published.outcome() instanceof Outcome.Row row) {
      judgeRow(published, row, filed);
    } else if (published.outcome() instanceof Outcome.Deletion deletion) {
      judgeDeletion(published, deletion, filed);
    } else if (published.outcome() instanceof Outcome.Letter letter) {
      judgeLetter(published, letter, filed);
    } else if (filed.isEmpty()) {
      gone++;
    } else {
      wrong(published, "was gone, and is a dead letter");
    }
  }

  private void judgeRow(Published published, Outcome.Row wanted, List<FoundLetter> filed) {
    FoundRow found = rows.get(wanted.key());
    if (!filed.isEmpty()) {
      String letter = "a dead letter (%s)".formatted(filed.get(0).reason());
      if (found != null && found.times().contains(published.rowTime())) {
        duplicated(published, "is a row and " + letter);
      } else {
        wrong(published, "must be a row and is " + letter);
      }
    } else if (!isNewest(published, wanted.key())) {
      // whether the newest one is there is judged with that one
      superseded++;
    } else if (found == null) {
      missing(published, "must be the row " + wanted.key());
    } else if (!found.times().equals(Set.of(published.rowTime()))) {
      wrong(
          published,
          String.format(
              Locale.ROOT,
              "is the newest of %s and was written at %d; the row has %s",
              wanted.key(),
              published.rowTime(),
              found.times()));
    } else if (!found.values().equals(wanted.values())) {
      wrong(published, "must be %s and is %s".formatted(wanted.values(), found.values()));
    } else {
      asRow++;
    }
  }

  private void judgeDeletion(
      Published published, Outcome.Deletion wanted, List<FoundLetter> filed) {
    FoundRow found = rows.get(wanted.key());
    if (!filed.isEmpty()) {
      wrong(
          published,
          "must be a deletion and is a dead letter (%s)".formatted(filed.get(0).reason()));
    } else if (!isNewest(published, wanted.key())) {
      superseded++;
    } else if (found != null) {
      wrong(
          published,
          "must have deleted the row %s, which has %s".formatted(wanted.key(), found.times()));
    } else {
      deleted++;
    }
  }

  private boolean isNewest(Published published, String key) {
    Published last = newest.get(key);
    return last != null && last.position().equals(published.position());
  }

  private void judgeLetter(Published published, Outcome.Letter wanted, List<FoundLetter> filed) {
    if (filed.isEmpty()) {
      missing(published, "must be a dead letter (%s)".formatted(wanted.reason()));
      return;
    }
    FoundLetter found = filed.get(0);
    if (filed.size() > 1) {
      duplicated(published, String.format(Locale.ROOT, "is %d dead letters", filed.size()));
    } else if (!found.reason().equals(wanted.reason())) {
      wrong(published, "must be %s and is %s".formatted(wanted.reason(), found.reason()));
    } else if (found.time() != published.time()) {
      wrong(
          published,
          String.format(
              Locale.ROOT, "was published at %d, filed at %d", published.time(), found.time()));
    } else if (!sameBytes(found.key(), published.key())
        || !sameBytes(found.value(), published.value())) {
      wrong(published, "has another key or value than was published");
    } else {
      asLetter++;
    }
  }

  // Cassandra keeps an empty key as an empty blob; where it is null nothing was published
  private static boolean sameBytes(byte @Nullable [] found, byte @Nullable [] published) {
    return Arrays.equals(found, published);
  }

  private void findSurplus() {
    for (FoundRow row : rows.values()) {
      if (!newest.containsKey(row.key())) {
        surplus("nobody published the row " + row.key());
      }
    }
    Set<RecordPosition> published = new HashSet<>();
    truth.forEach(record -> published.add(record.position()));
    letters.forEach(
        (position, filed) -> {
          if (!published.contains(position)) {
            surplus("nobody published the dead letter " + position);
          }
        });
  }

  private void missing(Published published, String what) {
    missing++;
    example("missing", published, what);
  }

  private void duplicated(Published published, String what) {
    duplicated++;
    example("duplicated", published, what);
  }

  private void wrong(Published published, String what) {
    wrong++;
    example("wrong", published, what);
  }

  private void surplus(String what) {
    surplus++;
    note("surplus: " + what);
  }

  private void example(String kind, Published published, String what) {
    note("%s: %s %s".formatted(kind, published.position(), what));
  }

  private void note(String example) {
    if (examples.size() < MOST_EXAMPLES) {
      examples.add(example);
    }
  }
}
