package io.tributary.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tributary.runtime.command.CommandFailedException;
import io.tributary.stack.checkout.Checkout;
import io.tributary.stack.consumer.ConsumerProcess;
import io.tributary.stack.host.Ports;
import io.tributary.stack.process.ChildProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The consumer in its own process, over one fresh pipeline. Its checkpoint is in the pipeline's
 * folder, so that the next one goes on where this one ended. Topics and tables are the test's
 * affair.
 */
public final class TestConsumer implements AutoCloseable {
  /** Generous: the machine may be busy with other things. */
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final ConsumerProcess consumer;
  private final URI status;

  private TestConsumer(ConsumerProcess consumer, URI status) {
    this.consumer = consumer;
    this.status = status;
  }

  /** One that goes on until it is closed. */
  public static TestConsumer start(Stack stack, FreshPipeline pipeline)
      throws CommandFailedException {
    return start(stack, pipeline, Map.of(), List.of());
  }

  /**
   * @param settings beside, or instead of, those that say where everything is
   * @param arguments of the service, such as {@code --mode initial}
   */
  public static TestConsumer start(
      Stack stack, FreshPipeline pipeline, Map<String, String> settings, List<String> arguments)
      throws CommandFailedException {
    int port = new Ports().free();
    Map<String, String> environment = new HashMap<>();
    environment.put("KAFKA_BOOTSTRAP_SERVERS", stack.bootstrapServers());
    environment.put("CASSANDRA_CONTACT_POINTS", stack.contactPoints());
    environment.put("CASSANDRA_DATACENTER", stack.dataCenter());
    environment.put("PIPELINES", pipeline.file().toString());
    environment.put("CHECKPOINT_DIR", checkpoints(pipeline).toString());
    environment.put("STATUS_HOST", Ports.LOOPBACK);
    environment.put("STATUS_PORT", Integer.toString(port));
    environment.putAll(settings);
    ConsumerProcess consumer =
        new ConsumerProcess(
            Checkout.current(), arguments, environment, pipeline.folder().resolve("consumer.log"));
    consumer.start();
    return new TestConsumer(
        consumer, URI.create(String.format(Locale.ROOT, "http://%s:%d/", Ports.LOOPBACK, port)));
  }

  /** Where the checkpoints of a fresh pipeline's consumers are. */
  public static Path checkpoints(FreshPipeline pipeline) {
    return pipeline.folder().resolve("checkpoints");
  }

  /** To pause, kill or start it again. */
  public ChildProcess process() {
    return consumer.process();
  }

  /** The root of {@code /health}, {@code /ready} and {@code /metrics}. */
  public URI status() {
    return status;
  }

  /** The status code of one of its pages, a space, and the page. */
  public String page(String name) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(status.resolve(name)).build(),
                HttpResponse.BodyHandlers.ofString());
    return answer.statusCode() + " " + answer.body();
  }

  /** Waits until it says that it is ready. */
  public void awaitReady() {
    await().atMost(LIMIT).ignoreExceptions().until(() -> page("ready").startsWith("200"));
  }

  /** Waits until its log has the text; fails at once when it ends without. */
  public void awaitLog(String text) {
    await()
        .atMost(LIMIT)
        .until(
            () -> {
              boolean alive = process().isAlive();
              boolean told = Files.readString(process().log()).contains(text);
              assertThat(alive || told).as(process().logTail()).isTrue();
              return told;
            });
  }

  /**
   * Waits until it ends, which must be with this exit code.
   *
   * @return the end of its log
   */
  public String awaitEnd(int exitCode) throws InterruptedException {
    assertThat(process().awaitEnd(LIMIT)).as("ends").isTrue();
    assertThat(process().exitCode()).as(process().logTail()).hasValue(exitCode);
    return process().logTail();
  }

  /** Asks it to stop, which it must do in peace and in less than 10 s. */
  public void stopInTime() throws InterruptedException {
    long before = System.nanoTime();
    process().askToStop();
    assertThat(process().awaitEnd(Duration.ofSeconds(15))).isTrue();
    assertThat(process().exitCode()).as(process().logTail()).hasValue(0);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(11));
  }

  @Override
  public void close() {
    consumer.close();
  }
}
