package io.tributary.drills.environment;

import io.tributary.model.definition.InvalidDefinitionException;
import io.tributary.model.definition.Pipeline;
import io.tributary.runtime.command.CommandFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A case's own copy of a pipeline's file. */
public final class Definition {
  private final Path file;

  private Definition(Path file) {
    this.file = file;
  }

  /** A copy in a folder of its own below {@code folder}. */
  public static Definition copy(Path original, Path folder) throws IOException {
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

  /**
   * Puts other lines in the place of the one that declares a field, whatever else that says.
   *
   * @param lines with their indentation; none takes the field away
   */
  public void changeField(String name, String... lines) throws IOException {
    List<String> changed = new ArrayList<>();
    int found = 0;
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith("    - {name: " + name + ",")) {
        changed.addAll(List.of(lines));
        found++;
      } else {
        changed.add(line);
      }
    }
    if (found != 1) {
      throw new IllegalStateException("not once in the definition: the field " + name);
    }
    Files.write(file, changed);
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
