package io.tributary.model.yaml;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with one file, so that all of it is reported at once. */
public final class Problems {
  private static final int MOST = 100;

  private final Path file;
  private final List<Problem> found = new ArrayList<>();

  public Problems(Path file) {
    this.file = file;
  }

  public void add(int line, String found, String expected) {
    if (this.found.size() < MOST) {
      this.found.add(new Problem(file, line, found, expected));
    }
  }

  public boolean isEmpty() {
    return found.isEmpty();
  }

  /** All of them, in the order of the file. */
  public List<Problem> inOrder() {
    return found.stream().sorted(Comparator.comparingInt(Problem::line)).toList();
  }
}
