package io.tributary.verifier.preflight;

import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.retry.Backoff;
import io.tributary.runtime.retry.Retry;
import io.tributary.runtime.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Waits until everything that a run needs is there. */
public final class Preflight {
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);

  private final List<Prerequisite> needs;
  private final Duration wait;
  private final Ticker ticker;
  private final Consumer<String> progress;

  /**
   * @param wait how long something may be missing
   * @param progress told what is missing, whenever that has changed
   */
  public Preflight(List<Prerequisite> needs, Duration wait, Consumer<String> progress) {
    this(needs, wait, Ticker.system(), progress);
  }

  Preflight(List<Prerequisite> needs, Duration wait, Ticker ticker, Consumer<String> progress) {
    this.needs = List.copyOf(needs);
    this.wait = wait;
    this.ticker = ticker;
    this.progress = progress;
  }

  /**
   * @throws CommandFailedException with all that is still missing when the time is over
   */
  public void run() throws CommandFailedException, InterruptedException {
    Retry retry = new Retry(wait, Backoff.every(BETWEEN_TRIES), ticker);
    String told = "";
    while (true) {
      List<String> missing = new ArrayList<>();
      for (Prerequisite need : needs) {
        Optional<String> why = need.missing();
        why.ifPresent(missing::add);
      }
      if (missing.isEmpty()) {
        return;
      }
      String all = String.join("; ", missing);
      if (retry.isOver()) {
        throw new CommandFailedException(all);
      }
      if (!all.equals(told)) {
        progress.accept(
            String.format(Locale.ROOT, "waiting up to %d s: %s", wait.toSeconds(), all));
        told = all;
      }
      retry.pause();
    }
  }
}
