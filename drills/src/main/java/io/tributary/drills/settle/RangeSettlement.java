package io.tributary.drills.settle;

import io.tributary.drills.truth.PublishedRange;
import java.util.BitSet;

/** Which records of a range have been found: a bit for each. For one thread. */
final class RangeSettlement {
  private final PublishedRange range;
  private final BitSet found = new BitSet();

  RangeSettlement(PublishedRange range) {
    this.range = range;
  }

  PublishedRange range() {
    return range;
  }

  /** Its number in the range, from 0. */
  int number(FoundLetter letter) {
    return Math.toIntExact(letter.position().offset() - range.first());
  }

  /** Notes that a record has a dead letter; whether that is the first one. */
  boolean isFirst(int number) {
    boolean first = !found.get(number);
    found.set(number);
    return first;
  }

  int missing() {
    return range.count() - found.cardinality();
  }

  /** The number of the first record that has no dead letter. */
  int firstMissing() {
    return found.nextClearBit(0);
  }
}
