package io.tributary.drills.environment;

import io.tributary.model.definition.InvalidDefinitionException;
import io.tributary.model.definition.Pipeline;
import io.tributary.runtime.command.CommandFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A case's own copy of a pipeline's file. */
public final class Definition {
  private final Path file;

  private Definition(Path file) {
    this.file = file;
  }

  static Definition copy(Path original, Path folder) throws IOException {
    Path copies = Files.createDirectories(folder.resolve("pipelines"));
    return new Definition(Files.copy(original, copies.resolve(original.getFileName())));
  }

  public Path file() {
    return file;
  }

  /** Puts one piece of text in the place of another, which must be there once. */
  public void change(String from, String to) throws IOException {
    String text = Files.readString(file);
    if (text.split(java.util.regex.Pattern.quote(from), -1).length != 2) {
      throw new IllegalStateException("not once in the definition: " + from);
    }
    Files.writeString(file, text.replace(from, to));
  }

  /** Takes another text in place of the whole one. */
  public void write(String text) throws IOException {
    Files.writeString(file, text);
  }

  Pipeline read() throws CommandFailedException {
    try {
      return Pipeline.load(file);
    } catch (InvalidDefinitionException invalid) {
      throw new CommandFailedException(
          "The definition is not valid: " + invalid.getMessage(), invalid);
    }
  }
}
