package io.tributary.runtime.command;

import io.tributary.runtime.config.OptionGroup;
import io.tributary.runtime.config.Setting;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of commands that work on one pipeline: its definition. */
public final class PipelineOptions extends OptionGroup {
  private static final Setting<Path> FILE =
      Setting.path("PIPELINE_FILE", "pipelines/users.yaml", "the pipeline definition");

  @Option(
      names = "--pipeline",
      paramLabel = "FILE",
      description = "The pipeline definition (default: PIPELINE_FILE, pipelines/users.yaml).")
  private @Nullable Path file;

  @Override
  public List<Setting<?>> settings() {
    return List.of(FILE);
  }

  /** The definition's file. */
  public Path path() {
    return value(file, FILE);
  }

  /**
   * The definition, as {@code reader} reads it.
   *
   * @throws UsageException with the reader's message when it cannot be used
   */
  public <T> T read(DefinitionReader<T> reader) throws UsageException {
    return DefinitionReader.use(reader, value(file, FILE));
  }
}
