package io.tributary.stack.demo;

import io.tributary.stack.checkout.Checkout;
import io.tributary.stack.frontdoor.Tributary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One run of {@code tributary} in a JVM of its own, its output in files. */
final class FrontDoor implements AutoCloseable {
  private static final long MOST_MINUTES = 5;

  private final Process process;
  private final Path out;
  private final Path err;

  private FrontDoor(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  static FrontDoor run(Path folder, String... arguments) throws Exception {
    return run(folder, Map.of(), arguments);
  }

  static FrontDoor run(Path folder, Map<String, String> environment, String... arguments)
      throws Exception {
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    words.add("-D%s=%s".formatted(Checkout.PROPERTY, Checkout.current().root()));
    words.addAll(List.of("-cp", System.getProperty("java.class.path")));
    words.add(Tributary.class.getName());
    words.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().put("LOG_LEVEL", "WARN");
    builder.environment().putAll(environment);
    return new FrontDoor(
        builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start(), out, err);
  }

  int exitCode() throws InterruptedException {
    if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
      throw new AssertionError("still running: " + err());
    }
    return process.exitValue();
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  String out() {
    return read(out);
  }

  String err() {
    return read(err);
  }

  String lastLine() {
    return out().strip().lines().reduce("", (before, line) -> line);
  }

  void signal(String name) throws Exception {
    new ProcessBuilder(
            "/bin/sh", "-c", String.format(Locale.ROOT, "kill -%s %d", name, process.pid()))
        .start()
        .waitFor();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException gone) {
      return "";
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
