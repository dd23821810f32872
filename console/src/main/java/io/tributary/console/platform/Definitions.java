package io.tributary.console.platform;

import io.tributary.console.web.ProblemException;
import io.tributary.model.definition.InvalidDefinitionException;
import io.tributary.model.definition.Pipeline;
import io.tributary.runtime.time.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pipelines as their files define them now: read again when a file has changed. A file that
 * cannot be used leaves them as they were, and is reported. Safe for several threads.
 */
public final class Definitions {
  private static final Logger LOG = LoggerFactory.getLogger(Definitions.class);
  private static final Duration RECENT = Duration.ofSeconds(1);

  private final Path fileOrFolder;
  private final Ticker ticker;
  private volatile List<Pipeline> pipelines;
  private volatile Optional<String> problem = Optional.empty();
  private Map<Path, FileTime> read;
  private volatile long looked;

  /**
   * @throws InvalidDefinitionException with every problem of every file, when there is one
   */
  public Definitions(Path fileOrFolder) throws InvalidDefinitionException {
    this(fileOrFolder, Ticker.system());
  }

  Definitions(Path fileOrFolder, Ticker ticker) throws InvalidDefinitionException {
    this.fileOrFolder = fileOrFolder;
    this.ticker = ticker;
    this.looked = ticker.nanos();
    this.read = state();
    this.pipelines = Pipeline.loadAll(fileOrFolder);
  }

  /**
   * All pipelines, by name of their files, as these define them at this moment: somebody who has
   * just changed one and asks for a replay means the change.
   */
  public List<Pipeline> all() {
    refresh();
    return pipelines;
  }

  /**
   * The pipeline that a request names.
   *
   * @throws ProblemException with status 404 when there is none of that name
   */
  public Pipeline required(String name) {
    List<Pipeline> all = all();
    return named(all, name)
        .orElseThrow(
            () ->
                ProblemException.notFound(
                    "There is no pipeline of that name; there %s %s."
                        .formatted(
                            all.size() == 1 ? "is" : "are",
                            all.stream().map(Pipeline::name).collect(Collectors.joining(", ")))));
  }

  /**
   * The same as it was defined a second ago at most, for requests that come by the thousand: the
   * files are not looked at for each.
   *
   * @throws ProblemException with status 404 when there is none of that name
   */
  public Pipeline recent(String name) {
    if (ticker.since(looked).compareTo(RECENT) >= 0) {
      refresh();
    }
    return named(pipelines, name).orElseGet(() -> required(name));
  }

  private static Optional<Pipeline> named(List<Pipeline> all, String name) {
    return all.stream().filter(pipeline -> pipeline.name().equals(name)).findFirst();
  }

  /** What was wrong with the files when they were last looked at, if something was. */
  public Optional<String> problem() {
    return problem;
  }

  /** Reads the files again if one of them has changed, came or went. */
  private synchronized void refresh() {
    looked = ticker.nanos();
    Map<Path, FileTime> now = state();
    if (now.equals(read)) {
      return;
    }
    read = now;
    try {
      pipelines = Pipeline.loadAll(fileOrFolder);
      problem = Optional.empty();
    } catch (InvalidDefinitionException invalid) {
      problem = Optional.of(String.valueOf(invalid.getMessage()));
      LOG.warn("the definitions have changed and cannot be used: {}", invalid.getMessage());
    }
  }

  private Map<Path, FileTime> state() {
    Map<Path, FileTime> state = new TreeMap<>();
    try (Stream<Path> files =
        Files.isDirectory(fileOrFolder) ? Files.list(fileOrFolder) : Stream.of(fileOrFolder)) {
      for (Path file : files.toList()) {
        state.put(file, Files.getLastModifiedTime(file));
      }
    } catch (IOException | UncheckedIOException unreadable) {
      LOG.debug("the definitions cannot be listed", unreadable);
    }
    return state;
  }
}
