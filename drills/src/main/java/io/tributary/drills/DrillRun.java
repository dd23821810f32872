package io.tributary.drills;

import io.tributary.drills.cases.Case;
import io.tributary.drills.environment.DrillEnvironment;
import io.tributary.drills.environment.EnvironmentOptions;
import io.tributary.drills.settle.Account;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.stack.checkout.Checkout;
import io.tributary.stack.host.Folders;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Plays cases one after the other, each on an environment of its own. */
final class DrillRun {
  private final Checkout checkout;
  private final DrillOptions options;
  private final PrintStream out;
  private final PrintStream err;
  private final long began = System.nanoTime();

  DrillRun(Checkout checkout, DrillOptions options, PrintStream out, PrintStream err) {
    this.checkout = checkout;
    this.options = options;
    this.out = out;
    this.err = err;
  }

  /**
   * Plays all rounds, prints each account, and last the sum as one line of JSON.
   *
   * @throws CommandFailedException when a case does not pass
   * @throws InterruptedException when it is to stop
   */
  void run() throws Exception {
    List<CaseResult> played = new ArrayList<>();
    Set<String> skipped = new TreeSet<>();
    for (int round = 1; round <= options.rounds(); round++) {
      long seed = options.seed() + round - 1;
      for (Case next : options.cases()) {
        Optional<String> unplayable = next.unplayable();
        if (unplayable.isPresent()) {
          out.printf("skip  %s: %s%n", next.name(), unplayable.get());
          skipped.add(next.name());
          continue;
        }
        CaseResult now = play(next, seed, round);
        played.add(now);
        show(now, round);
      }
    }
    DrillResult sum = DrillResult.of(options, played, skipped, sinceBegan());
    out.println(sum.json());
    out.flush();
    if (!sum.failed().isEmpty()) {
      throw new CommandFailedException(
          String.format(
              Locale.ROOT,
              "%d of %d cases did not pass (%s): what they left is in %s",
              sum.failed().size(),
              played.size(),
              String.join(", ", sum.failed()),
              options.folder()));
    }
  }

  private CaseResult play(Case next, long seed, int round) throws Exception {
    long start = System.nanoTime();
    Path folder = options.folder().resolve(String.format(Locale.ROOT, "%s-%d", next.name(), round));
    Folders.delete(folder);
    Files.createDirectories(folder);
    say(
        String.format(
            Locale.ROOT,
            "%s, round %d of %d, seed %d",
            next.name(),
            round,
            options.rounds(),
            seed));
    Optional<Account> account = Optional.empty();
    Optional<String> failure = Optional.empty();
    int faults = 0;
    List<String> console = List.of();
    EnvironmentOptions how =
        new EnvironmentOptions(
            seed,
            options.records(),
            options.recordsPerSecond(),
            options.futureRecords(),
            options.consumerSettings(),
            options.secured(),
            options.watched());
    try (DrillEnvironment environment =
        new DrillEnvironment(
            checkout, folder, how, sentence -> say(next.name() + ": " + sentence))) {
      try {
        next.prepare(environment);
        environment.open();
        Account settled = next.play(environment);
        account = Optional.of(settled);
        if (!settled.settled()) {
          failure = Optional.of("the account does not settle");
        }
      } catch (InterruptedException stopped) {
        throw stopped;
      } catch (Exception failed) {
        if (options.debug()) {
          failed.printStackTrace(err);
        }
        failure = Optional.of(String.valueOf(failed.getMessage()));
      }
      faults = environment.faults().count();
      console = environment.saidByConsole();
    }
    if (failure.isEmpty()) {
      Folders.delete(folder);
    }
    return new CaseResult(
        next.name(),
        seed,
        faults,
        account,
        console,
        failure,
        Duration.ofNanos(System.nanoTime() - start));
  }

  private void show(CaseResult played, int round) {
    out.printf(
        Locale.ROOT,
        "%s  %s  round %d  seed %d  %s  %d s%n",
        played.passed() ? "pass" : "FAIL",
        played.name(),
        round,
        played.seed(),
        played.faults() == 1 ? "1 fault" : played.faults() + " faults",
        played.time().toSeconds());
    played.console().forEach(said -> out.println("      console: " + said));
    played.failure().ifPresent(why -> out.println("      " + why));
    played
        .account()
        .ifPresent(
            account -> {
              out.println("      " + account);
              account.examples().forEach(example -> out.println("      " + example));
            });
    out.flush();
  }

  private void say(String sentence) {
    err.printf(Locale.ROOT, "%4d s  %s%n", sinceBegan().toSeconds(), sentence);
    err.flush();
  }

  private Duration sinceBegan() {
    return Duration.ofNanos(System.nanoTime() - began);
  }
}
