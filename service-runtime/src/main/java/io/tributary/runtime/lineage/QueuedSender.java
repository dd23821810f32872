package io.tributary.runtime.lineage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends events one after the other on a thread of its own, each once. */
final class QueuedSender implements LineageSender {
  private static final Logger LOG = LoggerFactory.getLogger(LineageOptions.class);

  private final LineageSettings settings;
  private final HttpClient client;
  private final AtomicBoolean told = new AtomicBoolean();
  private final ExecutorService thread = Executors.newSingleThreadExecutor(QueuedSender::thread);

  QueuedSender(LineageSettings settings) {
    this.settings = settings;
    // the key is for that server alone: redirects are not followed
    this.client = HttpClient.newBuilder().connectTimeout(settings.timeout()).build();
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "lineage");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void send(Callable<String> event) {
    try {
      thread.execute(() -> deliver(event));
    } catch (RejectedExecutionException closed) {
      notSent("the command has ended");
    }
  }

  private void deliver(Callable<String> event) {
    try {
      String json = event.call();
      if (settings.file().isPresent()) {
        Files.writeString(
            settings.file().get(),
            json + "\n",
            UTF_8,
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      }
      if (settings.url().isPresent()) {
        post(json);
      }
    } catch (InterruptedException tooLate) {
      Thread.currentThread().interrupt();
    } catch (Exception | LinkageError failure) {
      notSent(failure.toString());
    }
  }

  private void post(String json) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(settings.url().orElseThrow())
            .timeout(settings.timeout())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json));
    if (!settings.apiKey().isEmpty()) {
      request.header("Authorization", "Bearer " + settings.apiKey());
    }
    HttpResponse<Void> answer =
        client.send(request.build(), HttpResponse.BodyHandlers.discarding());
    if (answer.statusCode() / 100 != 2) {
      notSent("it answers with status " + answer.statusCode());
    }
  }

  private void notSent(String why) {
    if (told.compareAndSet(false, true)) {
      LOG.warn("lineage is not sent to {}, which changes nothing else: {}", settings, why);
    }
  }

  @Override
  public void close() {
    Duration timeout = settings.timeout();
    thread.shutdown();
    try {
      if (!thread.awaitTermination(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        notSent("no answer within " + timeout.toMillis() + " ms");
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      thread.shutdownNow();
    }
  }
}
