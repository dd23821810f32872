package io.tributary.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Folders that tests leave behind, for a look after a failure; {@code mvn clean} takes them away.
 */
public final class TestFolder {
  static final Path ROOT = Path.of("target", "integration-tests").toAbsolutePath();

  private TestFolder() {}

  /** A new, empty one. */
  public static Path create(String prefix) {
    try {
      return Files.createTempDirectory(Files.createDirectories(ROOT), prefix + "-");
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
