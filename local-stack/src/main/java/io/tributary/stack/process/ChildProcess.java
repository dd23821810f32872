package io.tributary.stack.process;

import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.retry.Backoff;
import io.tributary.runtime.retry.Retry;
import io.tributary.stack.host.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A child JVM that ends with this one, whatever ends this one ({@link ChildMain}). Can be started
 * again after it ended. Safe for use by several threads.
 */
public final class ChildProcess implements AutoCloseable {
  /** Asks a service itself whether it is ready; what it throws means not yet. */
  @FunctionalInterface
  public interface Readiness {
    boolean isReady() throws Exception;
  }

  /** A user's settings for other stacks, or for every JVM of his, are not this child's. */
  private static final Set<String> INHERITED =
      Set.of("PATH", "HOME", "USER", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR");

  private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(50);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

  private final ChildJvm jvm;
  private final Duration stopLimit;
  private volatile @Nullable Process process;
  private volatile @Nullable Path scratch;
  private volatile long peakOfEarlierRuns;
  private boolean notes;
  private boolean noting;

  /** With 20 s to stop in. */
  public ChildProcess(ChildJvm jvm) {
    this(jvm, STOP_LIMIT);
  }

  /**
   * @param stopLimit how long it may take to stop before it is killed
   */
  public ChildProcess(ChildJvm jvm, Duration stopLimit) {
    this.jvm = jvm;
    this.stopLimit = stopLimit;
  }

  /** Notes what it loads, for {@link #archive()}, unless that was done. For before the start. */
  public synchronized void noteClasses() {
    notes = true;
  }

  /** Whether {@link #archive()} has something to do. */
  public synchronized boolean hasNotes() {
    return noting;
  }

  /**
   * Lets the next start be quicker: begins to archive what the latest one loaded.
   *
   * @throws IOException when that is not possible
   */
  public synchronized Archiving archive() throws IOException {
    noting = false;
    return Archiving.start(jvm);
  }

  private List<String> archiveOptions() {
    noting = false;
    if (jvm.archive().isEmpty()) {
      return List.of();
    }
    ClassArchive archive = jvm.archive().get();
    if (archive.isCurrent()) {
      return archive.toUse();
    }
    noting = notes;
    return notes ? archive.toNote() : List.of();
  }

  /**
   * Starts the process; the log of an earlier start is kept beside the new one.
   *
   * @throws CommandFailedException when it cannot be started
   */
  public synchronized void start() throws CommandFailedException {
    if (isAlive()) {
      throw new IllegalStateException(jvm.name() + " runs already");
    }
    List<String> options = new ArrayList<>(archiveOptions());
    try {
      options.add("-Djava.io.tmpdir=" + newScratch());
      ProcessBuilder builder = new ProcessBuilder(jvm.commandLine(options));
      builder.environment().keySet().retainAll(INHERITED);
      builder.environment().putAll(jvm.environment());
      builder.redirectErrorStream(true);
      builder.redirectOutput(jvm.log().toFile());
      if (Files.exists(jvm.log())) {
        Files.move(
            jvm.log(),
            jvm.log().resolveSibling(jvm.log().getFileName() + ".1"),
            StandardCopyOption.REPLACE_EXISTING);
      }
      process = builder.start();
    } catch (IOException failed) {
      throw new CommandFailedException(
          "%s could not be started: %s".formatted(jvm.name(), failed.getMessage()), failed);
    }
  }

  /** For temporary files, of which one that is killed leaves some behind. */
  private Path newScratch() throws IOException {
    deleteScratch();
    Path log = jvm.log().toAbsolutePath();
    Files.createDirectories(log.getParent());
    Path created = Files.createTempDirectory(log.getParent(), log.getFileName() + ".tmp-");
    scratch = created;
    return created;
  }

  private void deleteScratch() {
    Path old = scratch;
    if (old == null) {
      return;
    }
    try {
      Folders.delete(old);
      scratch = null;
    } catch (IOException | UncheckedIOException stillUsed) {
      // it goes with the folder that it is in
    }
  }

  /**
   * Waits until the service says that it is ready.
   *
   * @throws CommandFailedException when it ends before, with the tail of its log, or is not ready
   *     in time
   */
  public void awaitReady(Readiness readiness, Duration limit)
      throws CommandFailedException, InterruptedException {
    Retry retry = new Retry(limit, Backoff.every(BETWEEN_QUESTIONS));
    while (true) {
      boolean alive = isAlive();
      if (alive && isReady(readiness)) {
        return;
      }
      if (!alive) {
        throw new CommandFailedException(
            "%s ended with exit code %s before it was ready; see %s, which ends: %s"
                .formatted(
                    jvm.name(),
                    exitCode().isPresent() ? exitCode().getAsInt() : "?",
                    jvm.log(),
                    logTail()));
      }
      if (retry.isOver()) {
        throw new CommandFailedException(
            String.format(
                Locale.ROOT,
                "%s was not ready within %d s; see %s, which ends: %s",
                jvm.name(),
                limit.toSeconds(),
                jvm.log(),
                logTail()));
      }
      retry.pause();
    }
  }

  private static boolean isReady(Readiness readiness) throws InterruptedException {
    try {
      return readiness.isReady();
    } catch (InterruptedException interrupted) {
      throw interrupted;
    } catch (Exception notYet) {
      return false;
    }
  }

  public boolean isAlive() {
    Process current = process;
    return current != null && current.isAlive();
  }

  /** Process id of the latest start. */
  public long pid() {
    return started().pid();
  }

  /** Exit code of the latest start, once it ended. */
  public OptionalInt exitCode() {
    Process current = process;
    return current == null || current.isAlive()
        ? OptionalInt.empty()
        : OptionalInt.of(current.exitValue());
  }

  /** The greatest resident memory that any of its runs had so far, in bytes. */
  public long peakMemory() {
    Process current = process;
    long now = current == null ? 0 : ResidentMemory.peakOf(current.pid());
    peakOfEarlierRuns = Math.max(peakOfEarlierRuns, now);
    return peakOfEarlierRuns;
  }

  public Path log() {
    return jvm.log();
  }

  /** The last lines of its log. */
  public String logTail() {
    return LogTail.of(jvm.log());
  }

  /** Waits until it ends by itself; false when it still runs after {@code limit}. */
  public boolean awaitEnd(Duration limit) throws InterruptedException {
    return started().waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Asks it to stop (SIGTERM), and kills it when it does not within its limit. */
  @Override
  public void close() {
    askToStop();
    awaitStopped();
    deleteScratch();
  }

  /** Asks it to stop without waiting for it. */
  public void askToStop() {
    Process current = process;
    if (current != null && current.isAlive()) {
      peakMemory();
      // Not Process.destroy(): that closes the child's standard input too, which ends it at once.
      current.toHandle().destroy();
    }
  }

  private void awaitStopped() {
    Process current = process;
    if (current == null) {
      return;
    }
    try {
      if (!current.waitFor(stopLimit.toMillis(), TimeUnit.MILLISECONDS)) {
        kill();
      }
    } catch (InterruptedException interrupted) {
      kill();
      Thread.currentThread().interrupt();
    }
  }

  /** SIGKILL: no chance to finish anything. Returns when it is gone. */
  public void kill() {
    Process current = process;
    if (current == null) {
      return;
    }
    peakMemory();
    current.toHandle().destroyForcibly();
    jvm.archive().ifPresent(ClassArchive::forget);
    boolean interrupted = false;
    while (true) {
      try {
        current.waitFor();
        break;
      } catch (InterruptedException again) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** SIGSTOP: freezes the process until {@link #resume()}. */
  public void pause() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** SIGCONT. */
  public void resume() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    int code =
        new ProcessBuilder("/bin/sh", "-c", String.format(Locale.ROOT, "kill -%s %d", name, pid()))
            .inheritIO()
            .start()
            .waitFor();
    if (code != 0) {
      throw new IOException("SIG%s did not reach %s".formatted(name, jvm.name()));
    }
  }

  private Process started() {
    Process current = process;
    if (current == null) {
      throw new IllegalStateException(jvm.name() + " was not started");
    }
    return current;
  }
}
