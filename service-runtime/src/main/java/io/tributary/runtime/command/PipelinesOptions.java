package io.tributary.runtime.command;

import io.tributary.runtime.config.OptionGroup;
import io.tributary.runtime.config.Setting;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of commands that work on all pipelines: their definitions. */
public final class PipelinesOptions extends OptionGroup {
  private static final Setting<Path> PIPELINES =
      Setting.path(
          "PIPELINES", "pipelines", "the pipeline definitions: a folder of them, or one file");

  @Option(
      names = "--pipeline",
      paramLabel = "FILE|DIR",
      description = "A definition, or a folder of them (default: PIPELINES, pipelines).")
  private @Nullable Path path;

  @Override
  public List<Setting<?>> settings() {
    return List.of(PIPELINES);
  }

  /** The folder of the definitions, or the one file. */
  public Path path() {
    return value(path, PIPELINES);
  }

  /**
   * The definitions, as {@code reader} reads them.
   *
   * @throws UsageException with the reader's message when they cannot be used
   */
  public <T> T read(DefinitionReader<T> reader) throws UsageException {
    return DefinitionReader.use(reader, value(path, PIPELINES));
  }
}
