package io.tributary.drills.settle;

import java.util.List;

/** What is in Cassandra. */
public interface Tables {
  List<FoundRow> rows();

  List<FoundLetter> letters();
}
