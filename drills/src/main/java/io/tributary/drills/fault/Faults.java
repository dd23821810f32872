package io.tributary.drills.fault;

import io.tributary.stack.process.ChildProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Hurts processes, and counts how often. What is frozen thaws, even if the drill is killed. */
public final class Faults {
  private final Consumer<String> told;
  private int count;

  /**
   * @param told one sentence for each fault
   */
  public Faults(Consumer<String> told) {
    this.told = told;
  }

  /** How many there were. */
  public int count() {
    return count;
  }

  /** One that the case caused by itself. */
  public void note(String what) {
    count++;
    told.accept(what);
  }

  /** SIGKILL. */
  public void kill(String name, ChildProcess process) {
    note("kill -9 of " + name);
    process.kill();
  }

  /** SIGKILL for all of them by one command, as near to one instant as it gets. */
  public void killTogether(List<ChildProcess> processes) throws IOException, InterruptedException {
    note(String.format(Locale.ROOT, "kill -9 of all %d processes at once", processes.size()));
    shell(
        "kill -KILL "
            + processes.stream()
                .map(process -> Long.toString(process.pid()))
                .collect(Collectors.joining(" ")));
    // each is reaped
    processes.forEach(ChildProcess::kill);
  }

  /** SIGSTOP, and SIGCONT after so long. */
  public void freeze(String name, ChildProcess process, Duration time)
      throws IOException, InterruptedException {
    note("%s is frozen for %s s".formatted(name, seconds(time)));
    thawing(
        process,
        String.format(
            Locale.ROOT,
            "kill -STOP %1$d; sleep %2$s; kill -CONT %1$d",
            process.pid(),
            seconds(time)));
  }

  /** Alternates, for this long, between working for a short time and freezing for a longer one. */
  public void slow(
      String name, ChildProcess process, Duration time, Duration working, Duration standing)
      throws IOException, InterruptedException {
    note(
        "%s works %s s and is frozen %s s, in turns, for %s s"
            .formatted(name, seconds(working), seconds(standing), seconds(time)));
    long turns = time.toMillis() / working.plus(standing).toMillis();
    thawing(
        process,
        String.format(
            Locale.ROOT,
            "i=0; while [ $i -lt %1$d ]; do kill -STOP %2$d; sleep %3$s; kill -CONT %2$d; sleep %4$s; i=$((i+1)); done",
            turns,
            process.pid(),
            seconds(standing),
            seconds(working)));
  }

  /** A shell of its own thaws the process: it does so even when the drill is no more. */
  private static void thawing(ChildProcess process, String command)
      throws IOException, InterruptedException {
    try {
      shell(command);
    } finally {
      if (process.isAlive()) {
        process.resume();
      }
    }
  }

  /** Runs a command, deaf to a Ctrl-C that is meant for the drill. */
  private static void shell(String command) throws IOException, InterruptedException {
    Process shell =
        new ProcessBuilder("/bin/sh", "-c", "trap '' INT HUP; " + command).inheritIO().start();
    try {
      shell.waitFor();
    } catch (InterruptedException stopped) {
      shell.destroyForcibly();
      throw stopped;
    }
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.2f", time.toMillis() / 1e3);
  }
}
