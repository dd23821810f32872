package io.tributary.model.definition;

import java.nio.file.Path;

/**
 * One thing wrong with a definition.
 *
 * @param line counted from 1
 */
public record Problem(Path file, int line, String found, String expected) {

  @Override
  public String toString() {
    return "%s:%d: found %s, expected %s".formatted(file, line, found, expected);
  }
}
