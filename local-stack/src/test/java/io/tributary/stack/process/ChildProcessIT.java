package io.tributary.stack.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tributary.runtime.command.CommandFailedException;
import io.tributary.stack.process.Children.Fails;
import io.tributary.stack.process.Children.Parent;
import io.tributary.stack.process.Children.Stays;
import io.tributary.stack.process.Children.StaysOnSigterm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChildProcessIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int BY_SIGKILL = 137;
  private static final int BY_SIGTERM = 143;
  private static final String ARCHIVES = "glob:**/classes-*.jsa";
  private static final String LEFT = "glob:**/classes-*";

  @TempDir private Path folder;

  @Test
  void close_endsTheChildBySigterm() throws Exception {
    ChildProcess child = started(Children.of(Stays.class, folder));
    child.close();
    assertThat(child.exitCode()).hasValue(BY_SIGTERM);
    child.close();
  }

  @Test
  void close_killsTheChild_whenItDoesNotStop() throws Exception {
    ChildProcess child = started(Children.of(StaysOnSigterm.class, folder, Duration.ofMillis(200)));
    child.close();
    assertThat(child.exitCode()).hasValue(BY_SIGKILL);
  }

  @Test
  void start_worksAgain_whenTheChildWasKilled() throws Exception {
    ChildProcess child = started(Children.of(Stays.class, folder));
    long first = child.pid();
    child.kill();
    assertThat(child.isAlive()).isFalse();
    started(child);
    assertThat(child.pid()).isNotEqualTo(first);
    assertThat(folder.resolve("Stays.log.1")).hasContent("here");
    child.kill();
  }

  @Test
  void temporaryFiles_areGone_afterTheNextStartOrStop() throws Exception {
    ChildProcess child = started(Children.of(Stays.class, folder));
    ChildProcess another = started(Children.of(Stays.class, folder));
    Path left = Files.writeString(scratch(child).resolve("library.so"), "unpacked");
    child.kill();
    started(child);
    assertThat(left).doesNotExist();
    child.close();
    assertThat(scratch(another)).as("of one that runs").exists();
    another.close();
    assertThat(folder).isDirectoryNotContaining("glob:**.tmp-*");
  }

  private static Path scratch(ChildProcess child) {
    String command = ProcessHandle.of(child.pid()).orElseThrow().info().commandLine().orElseThrow();
    return Path.of(command.replaceAll(".*-Djava.io.tmpdir=(\\S+).*", "$1"));
  }

  @Test
  void start_takesClassesFromTheArchive_ofAnEarlierStart() throws Exception {
    ChildProcess child = started(Children.ofJar(Stays.class, folder));
    child.close();
    assertThat(folder).as("made by nobody who was not told to").isDirectoryNotContaining(ARCHIVES);

    child.noteClasses();
    started(child);
    assertThat(child.hasNotes()).isTrue();
    child.close();
    child.archive().close();
    assertThat(folder).as("not done, and nothing left of it").isDirectoryNotContaining(LEFT);
    started(child).close();
    try (Archiving done = child.archive()) {
      done.await();
    }
    assertThat(folder).isDirectoryContaining(ARCHIVES);

    started(child);
    assertThat(child.hasNotes()).isFalse();
    child.close();
    assertThat(child.log()).content().contains("Children$Stays source: shared objects file");
  }

  @Test
  void awaitReady_saysWhyWithTheLogsTail_whenTheChildEnds() throws Exception {
    ChildProcess child = Children.of(Fails.class, folder);
    child.start();
    assertThatThrownBy(() -> child.awaitReady(() -> false, LIMIT))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContainingAll("Fails ended with exit code 3", "no disk", "Fails.log");
  }

  @Test
  void awaitReady_givesUp_whenTheChildIsNeverReady() throws Exception {
    try (ChildProcess child = Children.of(Stays.class, folder)) {
      child.start();
      assertThatThrownBy(
              () ->
                  child.awaitReady(
                      () -> {
                        throw new IOException("connection refused");
                      },
                      Duration.ofMillis(300)))
          .isInstanceOf(CommandFailedException.class)
          .hasMessageContaining("was not ready within");
    }
  }

  @Test
  void pause_stopsTheChild_untilItIsResumed() throws Exception {
    try (ChildProcess child = started(Children.of(Stays.class, folder))) {
      child.pause();
      await().atMost(LIMIT).until(() -> state(child.pid()) == 'T');
      child.resume();
      await().atMost(LIMIT).until(() -> state(child.pid()) == 'S');
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "HUP"})
  void child_staysUp_whenTheTerminalSignalsTheWholeForeground(String signal) throws Exception {
    try (ChildProcess child = started(Children.of(Stays.class, folder))) {
      new ProcessBuilder(
              "/bin/sh", "-c", String.format(Locale.ROOT, "kill -%s %d", signal, child.pid()))
          .start()
          .waitFor();
      assertThat(child.awaitEnd(Duration.ofMillis(500))).isFalse();
    }
  }

  @Test
  void children_areGone_whenTheParentIsKilled() throws Exception {
    Path pids = folder.resolve("pids");
    ChildProcess parent = Children.of(Parent.class, folder, pids.toString());
    parent.start();
    try {
      await().atMost(LIMIT).until(() -> Files.exists(pids));
      List<ProcessHandle> children =
          Arrays.stream(Files.readString(pids).split(" "))
              .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
              .toList();
      assertThat(children).hasSize(2).allMatch(ProcessHandle::isAlive);
      parent.kill();
      await().atMost(LIMIT).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    } finally {
      parent.kill();
    }
  }

  private static ChildProcess started(ChildProcess child) throws Exception {
    child.start();
    child.awaitReady(() -> child.logTail().contains("here"), LIMIT);
    return child;
  }

  private static char state(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    return stat.charAt(stat.lastIndexOf(')') + 2);
  }
}
