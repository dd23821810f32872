package io.tributary.model.definition;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with one file, so that all of it is reported at once. */
final class Problems {
  private static final int MOST = 100;

  private final Path file;
  private final List<Problem> found = new ArrayList<>();

  Problems(Path file) {
    this.file = file;
  }

  void add(int line, String found, String expected) {
    if (this.found.size() < MOST) {
      this.found.add(new Problem(file, line, found, expected));
    }
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  InvalidDefinitionException asException() {
    return new InvalidDefinitionException(
        found.stream().sorted(Comparator.comparingInt(Problem::line)).toList());
  }
}
