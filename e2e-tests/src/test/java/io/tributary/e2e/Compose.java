package io.tributary.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@code docker compose} that a user types, on the real compose file, as a project of its own.
 */
final class Compose {
  private static final Logger LOG = LoggerFactory.getLogger(Compose.class);
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final Path home;
  private final String project;
  private final Map<String, String> environment;

  /**
   * @param home the project's folder
   * @param environment stands for the user's {@code .env}
   */
  Compose(Path home, String project, Map<String, String> environment) {
    this.home = home;
    this.project = project;
    this.environment = Map.copyOf(environment);
  }

  /** The same with other values in {@code .env}. */
  Compose with(Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(environment);
    all.putAll(more);
    return new Compose(home, project, all);
  }

  String project() {
    return project;
  }

  /** Runs {@code docker compose ARGUMENTS} and returns what it printed on standard output. */
  String run(String... arguments) {
    Result result = tryRun(arguments);
    if (result.exitCode() != 0) {
      throw new AssertionError(
          String.format(
              Locale.ROOT,
              "docker compose %s ended with %d:%n%s%n%s",
              String.join(" ", arguments),
              result.exitCode(),
              result.out(),
              result.err()));
    }
    return result.out();
  }

  /** The same, whatever its exit code. */
  Result tryRun(String... arguments) {
    List<String> command = new ArrayList<>(List.of("docker", "compose", "-p", project));
    command.addAll(List.of(arguments));
    return execute(command);
  }

  /** Runs another command of the engine's. */
  String docker(String... arguments) {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(arguments));
    Result result = execute(command);
    if (result.exitCode() != 0) {
      throw new AssertionError(String.join(" ", command) + " failed: " + result.err());
    }
    return result.out();
  }

  /** The lines that a CQL query prints, one for each row, without header and borders. */
  List<String> cqlsh(String query) {
    return run("exec", "-T", "cassandra", "cqlsh", "-e", query)
        .lines()
        .map(String::strip)
        .dropWhile(line -> !line.startsWith("--"))
        .skip(1)
        .takeWhile(line -> !line.isEmpty())
        .toList();
  }

  long count(String table) {
    return Long.parseLong(cqlsh("SELECT count(*) FROM " + table).get(0));
  }

  private Result execute(List<String> command) {
    LOG.info("{}", String.join(" ", command));
    try {
      Path out = Files.createTempFile("e2e-", ".out");
      Path err = Files.createTempFile("e2e-", ".err");
      try {
        ProcessBuilder builder =
            new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
          process.destroy();
          throw new AssertionError(String.join(" ", command) + " did not end within " + LONGEST);
        }
        return new Result(
            process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
      } finally {
        Files.deleteIfExists(out);
        Files.deleteIfExists(err);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** How a command ended, and what it printed. */
  record Result(int exitCode, String out, String err) {}
}
