package io.tributary.drills.console;

import io.tributary.console.Console;
import io.tributary.console.ConsoleSettings;
import io.tributary.model.definition.InvalidDefinitionException;
import io.tributary.runtime.cassandra.CassandraConnection;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.kafka.KafkaConnection;
import io.tributary.runtime.lifecycle.Startable;
import io.tributary.runtime.registry.RegistryConnection;
import io.tributary.runtime.retry.Backoff;
import io.tributary.runtime.retry.Retry;
import io.tributary.runtime.time.Ticker;
import io.tributary.stack.host.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * A read-only console over a case's Kafka, Cassandra and consumer, as a stranger sees it. It has to
 * name each fault within ten seconds; what it said is kept for the report. Safe for several
 * threads.
 */
public final class ConsoleWitness implements Startable {
  /** A stranger does not look for longer. */
  public static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
  private static final int NO_LIMIT = 0;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Ticker ticker = Ticker.system();
  private final List<String> said = new ArrayList<>();
  private final Console console;

  /**
   * @param port to serve at; 0 takes a free one
   * @param pipelines the definition
   * @param consumer its status endpoint
   */
  public ConsoleWitness(
      int port,
      Path pipelines,
      KafkaConnection kafka,
      CassandraConnection cassandra,
      RegistryConnection registry,
      URI consumer)
      throws CommandFailedException {
    try {
      this.console =
          new Console(
              new ConsoleSettings(
                  Ports.LOOPBACK,
                  port,
                  Optional.empty(),
                  Optional.empty(),
                  NO_LIMIT,
                  consumer,
                  Optional.empty()),
              pipelines,
              kafka,
              cassandra,
              registry);
    } catch (InvalidDefinitionException invalid) {
      throw new CommandFailedException(
          "The definition is not valid: " + invalid.getMessage(), invalid);
    }
  }

  @Override
  public void start() throws Exception {
    console.start();
  }

  /** Where the overview is. */
  public URI url() {
    return console.url();
  }

  /** What it said of each fault: sentences. */
  public synchronized List<String> said() {
    return List.copyOf(said);
  }

  /** Waits for what the console says of a fault. */
  @FunctionalInterface
  public interface Hearing {
    /**
     * Returns when it has named the fault.
     *
     * @throws CommandFailedException when it has not within ten seconds from the beginning on
     */
    void end() throws CommandFailedException, InterruptedException;
  }

  /**
   * Begins to look at a page, in the background, just before a fault.
   *
   * @param when a clause: Cassandra is frozen
   * @param path of the page
   * @param words that name the fault; the page must have all of them
   */
  public Hearing listen(String when, String path, String... words) {
    CompletableFuture<Optional<CommandFailedException>> heard =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                hear(when, path, words);
                return Optional.empty();
              } catch (CommandFailedException silent) {
                return Optional.of(silent);
              } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return Optional.of(new CommandFailedException("stopped", stopped));
              }
            });
    return () -> {
      try {
        Optional<CommandFailedException> silent = heard.get();
        if (silent.isPresent()) {
          throw silent.get();
        }
      } catch (ExecutionException unexpected) {
        throw new IllegalStateException(unexpected.getCause());
      }
    };
  }

  /**
   * Waits until a page names a fault.
   *
   * @param when a clause: Cassandra is frozen
   * @param path of the page
   * @param words that name the fault; the page must have all of them
   * @throws CommandFailedException when it does not within ten seconds
   */
  public void hear(String when, String path, String... words)
      throws CommandFailedException, InterruptedException {
    long began = ticker.nanos();
    Retry retry = new Retry(PATIENCE, Backoff.every(BETWEEN_LOOKS));
    String text = page(path);
    while (!PageText.hasAll(text, words)) {
      if (retry.isOver()) {
        throw new CommandFailedException(
            "The console does not say within %s s that %s. %s should say %s, and says: %s"
                .formatted(
                    PATIENCE.toSeconds(), when, path, String.join(" | ", List.of(words)), text));
      }
      retry.pause();
      text = page(path);
    }
    keep(
        String.format(
            Locale.ROOT,
            "when %s, after %.1f s: %s",
            when,
            ticker.since(began).toMillis() / 1e3,
            PageText.around(text, words)));
  }

  private synchronized void keep(String sentence) {
    said.add(sentence);
  }

  private String page(String path) throws InterruptedException {
    try {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(console.url().resolve(path)).timeout(PATIENCE).build(),
              HttpResponse.BodyHandlers.ofString());
      return PageText.of(answer.body());
    } catch (IOException none) {
      return "no answer: " + none.getMessage();
    }
  }

  @Override
  public void close() {
    console.close();
  }
}
