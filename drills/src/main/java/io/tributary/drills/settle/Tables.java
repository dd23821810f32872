package io.tributary.drills.settle;

import java.util.List;
import java.util.function.Consumer;

/** What is in Cassandra. */
public interface Tables {
  List<FoundRow> rows();

  /** Passes on each dead letter, and keeps none. */
  void letters(Consumer<FoundLetter> each);
}
