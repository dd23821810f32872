package io.tributary.runtime.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signals are sent to a process of their own: this one would not survive a failure. */
class ShutdownTest {
  /** Works until it is asked to stop and ends with code 7; told to "hang", it never ends. */
  static final class Service {
    public static void main(String[] args) throws InterruptedException {
      CountDownLatch stop = new CountDownLatch(1);
      Duration limit = Duration.ofMillis(Long.parseLong(args[1]));
      try (Shutdown shutdown = Shutdown.onSignal(limit, stop::countDown)) {
        System.out.println("working");
        stop.await();
        shutdown.awaitRequest();
        System.out.println("requested " + shutdown.requested());
        if (args[0].equals("hang")) {
          new CountDownLatch(1).await();
        }
        System.out.println("finished");
      }
      System.exit(7);
    }
  }

  private record Running(Process process, BufferedReader output) {
    void send(String signal) throws IOException, InterruptedException {
      String id = Long.toString(process.pid());
      assertThat(new ProcessBuilder("kill", "-" + signal, id).start().waitFor()).isZero();
    }

    int exitCode() throws InterruptedException {
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("ended").isTrue();
      return process.exitValue();
    }
  }

  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void stop() {
    started.forEach(Process::destroyForcibly);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void signal_letsTheCommandFinishWithItsOwnExitCode(String signal) throws Exception {
    Running service = start("end", 30_000);
    service.send(signal);
    assertThat(service.exitCode()).isEqualTo(7);
    assertThat(service.output().lines()).containsExactly("requested true", "finished");
  }

  @Test
  void signal_endsTheProcessWith1_afterTheLimit() throws Exception {
    Running service = start("hang", 200);
    service.send("TERM");
    assertThat(service.exitCode()).isEqualTo(1);
    assertThat(service.output().lines()).containsExactly("requested true");
  }

  @Test
  void secondSignal_endsTheProcessWith1AtOnce() throws Exception {
    Running service = start("hang", 3_600_000);
    service.send("INT");
    assertThat(service.output().readLine()).isEqualTo("requested true");
    service.send("INT");
    assertThat(service.exitCode()).isEqualTo(1);
  }

  @Test
  void close_givesTheSignalsBackAndMayBeCalledAgain() {
    Shutdown first = new Shutdown(Duration.ofSeconds(1), () -> {}, code -> {});
    first.close();
    first.close();
    assertThat(first.requested()).isFalse();
  }

  @Test
  void received_endsTheProcess_whenStoppingFails() {
    int[] code = {0};
    Shutdown shutdown =
        new Shutdown(
            Duration.ofSeconds(1),
            () -> {
              throw new IllegalStateException("cannot stop");
            },
            halted -> code[0] = halted);
    shutdown.received("TERM");
    assertThat(code[0]).isEqualTo(1);
  }

  private Running start(String how, long limitMillis) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                ManagementFactory.getRuntimeMXBean().getClassPath(),
                Service.class.getName(),
                how,
                Long.toString(limitMillis))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    started.add(process);
    BufferedReader output = process.inputReader();
    assertThat(output.readLine()).isEqualTo("working");
    return new Running(process, output);
  }
}
