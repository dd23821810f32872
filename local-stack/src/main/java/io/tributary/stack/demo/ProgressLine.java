package io.tributary.stack.demo;

import io.tributary.runtime.lifecycle.Startable;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows what a demo is doing: on a terminal one line that is written over several times a second,
 * elsewhere a line for each new thing and one every ten seconds. Safe for use by several threads.
 */
final class ProgressLine implements Startable {
  private static final Duration TICK = Duration.ofMillis(250);
  private static final Duration REPEAT = Duration.ofSeconds(10);
  private static final String ERASE_LINE = "\r\u001b[K";

  private final PrintStream out;
  private final boolean terminal;
  private final Supplier<Duration> elapsed;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
          });
  private @Nullable Supplier<String> doing;
  private String lastDoing = "";
  private Duration lastSaid = Duration.ZERO;

  /**
   * @param terminal whether {@code out} is one
   * @param elapsed since the demo's start
   */
  ProgressLine(PrintStream out, boolean terminal, Supplier<Duration> elapsed) {
    this.out = out;
    this.terminal = terminal;
    this.elapsed = elapsed;
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // ends with the clock
  public void start() {
    clock.scheduleAtFixedRate(this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** What is done from now on. */
  void doing(String what) {
    doing(() -> what);
  }

  /** What is done from now on, in words that change; asked from another thread. */
  synchronized void doing(Supplier<String> what) {
    doing = what;
    lastDoing = "";
    tick();
  }

  /** Something to remember: a line that stays. */
  synchronized void say(String sentence) {
    if (terminal) {
      out.print(ERASE_LINE);
    }
    out.println(line(sentence));
    out.flush();
  }

  /** Leaves the line empty, permanently. */
  @Override
  public void close() {
    clock.shutdownNow();
    pause();
  }

  /** Leaves the line empty until something else is done. */
  synchronized void pause() {
    if (terminal && doing != null) {
      out.print(ERASE_LINE);
      out.flush();
    }
    doing = null;
  }

  private synchronized void tick() {
    if (doing == null) {
      return;
    }
    String now = doing.get();
    if (terminal) {
      out.print(ERASE_LINE + line(now));
      out.flush();
      return;
    }
    boolean first = lastDoing.isEmpty();
    boolean moved = !now.equals(lastDoing) && elapsed.get().minus(lastSaid).compareTo(REPEAT) > 0;
    if (first || moved) {
      lastDoing = now;
      lastSaid = elapsed.get();
      out.println(line(now));
      out.flush();
    }
  }

  private String line(String text) {
    return String.format(Locale.ROOT, "%4d s  %s", elapsed.get().toSeconds(), text);
  }
}
