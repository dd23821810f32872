package io.tributary.consumer.cassandra;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Takes requests, and answers when and as the test says. */
final class FakeCassandra implements WriteRequests {
  /** A request that waits for its answer. */
  record Request(List<Row> rows, CompletableFuture<Object> answer) {
    void acknowledge() {
      answer.complete("done");
    }

    void fail(Throwable why) {
      answer.completeExceptionally(why);
    }

    List<String> keys() {
      return rows.stream().map(Rows::key).toList();
    }
  }

  private final BlockingQueue<Request> waiting = new LinkedBlockingQueue<>();
  private final List<Request> all = new ArrayList<>();

  @Override
  public CompletionStage<?> send(List<Row> rows) {
    Request request = new Request(rows, new CompletableFuture<>());
    synchronized (this) {
      all.add(request);
    }
    waiting.add(request);
    return request.answer();
  }

  /** The next request that nobody has looked at; waits for it. */
  Request next() throws InterruptedException {
    @Nullable Request request = waiting.poll(10, TimeUnit.SECONDS);
    if (request == null) {
      throw new AssertionError("no request came");
    }
    return request;
  }

  /** Requests that nobody has looked at. */
  int waiting() {
    return waiting.size();
  }

  /** All requests so far. */
  synchronized List<Request> all() {
    return List.copyOf(all);
  }
}
