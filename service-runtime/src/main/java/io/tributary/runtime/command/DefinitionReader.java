package io.tributary.runtime.command;

import java.nio.file.Path;

/** Reads pipeline definitions; what they are is up to the caller. */
@FunctionalInterface
public interface DefinitionReader<T> {
  /** Throws when the definition cannot be used, with a message that says why. */
  T read(Path path) throws Exception;

  /** Reads, and takes what is wrong with a definition for wrong usage of the command. */
  static <T> T use(DefinitionReader<T> reader, Path path) throws UsageException {
    try {
      return reader.read(path);
    } catch (RuntimeException unexpected) {
      throw unexpected;
    } catch (Exception invalid) {
      throw new UsageException(String.valueOf(invalid.getMessage()), invalid);
    }
  }
}
