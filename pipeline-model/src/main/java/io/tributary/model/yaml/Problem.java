package io.tributary.model.yaml;

import java.nio.file.Path;
import java.util.Locale;

/**
 * One thing wrong with a definition.
 *
 * @param line counted from 1
 */
public record Problem(Path file, int line, String found, String expected) {

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s:%d: found %s, expected %s", file, line, found, expected);
  }
}
