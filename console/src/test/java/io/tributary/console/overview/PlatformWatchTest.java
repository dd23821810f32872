package io.tributary.console.overview;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.tributary.console.platform.CassandraAccess;
import io.tributary.console.platform.ConsumerStatus;
import io.tributary.console.platform.Definitions;
import io.tributary.console.platform.Inquiries;
import io.tributary.console.platform.KafkaAccess;
import io.tributary.console.platform.Positions;
import io.tributary.runtime.cassandra.CassandraConnection;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.kafka.KafkaConnection;
import io.tributary.runtime.lifecycle.Lifecycle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlatformWatchTest {
  private static final String METRICS = "tributary_consumer_lag_records{pipeline=\"users\"} 0\n";

  @Test
  void kafkaIsAskedForTheLag_onlyWhileTheConsumerDoesNotAnswer() throws Exception {
    HttpServer consumer = consumer(METRICS);
    AtomicInteger looks = new AtomicInteger();
    try (ServerSocketChannel kafka = ServerSocketChannel.open();
        Lifecycle parts = new Lifecycle()) {
      kafka.bind(new InetSocketAddress(loopback(), 0)).configureBlocking(false);
      PlatformWatch watch = watch(parts, consumer, kafka.socket().getLocalPort());
      watch.listen(seen -> looks.incrementAndGet());
      parts.start("watch", watch);

      await().until(() -> looks.get() >= 2);
      assertThat(watch.latest().get(0).lag().value()).isZero();
      assertThat(kafka.accept()).as("a connection to Kafka").isNull();

      consumer.stop(0);
      await().until(() -> kafka.accept() != null);
    } finally {
      consumer.stop(0);
    }
  }

  @Test
  void pipelineIsStalled_andItsLagNotKnown_whenKafkaDoesNotAnswer() throws Exception {
    CountDownLatch forever = new CountDownLatch(1);
    PlatformWatch.Look seen =
        seen(
            METRICS,
            new PlatformPart.Probe(
                "Kafka",
                "No records arrive.",
                () -> {
                  forever.await();
                  return true;
                }),
            new PlatformPart.Probe("Cassandra", "No rows are written.", () -> true));

    assertThat(seen.parts()).hasSize(3);
    assertThat(seen.parts().get(0).notice())
        .isEqualTo("Kafka gave no answer within 3.0 s. No records arrive.");
    assertThat(seen.parts().subList(1, 3)).allMatch(PlatformPart::answers);
    PipelineOverview users = seen.pipelines().get(0);
    assertThat(users.state()).isEqualTo(PipelineState.STALLED);
    assertThat(users.needsAttention()).isTrue();
    assertThat(users.said()).isEqualTo("Kafka gave no answer within 3.0 s");
    assertThat(users.lag().why()).isEqualTo("Kafka gave no answer within 3.0 s");
    assertThat(users.catchUpSeconds().isKnown()).isFalse();
    assertThat(users.now().value().lag()).as("in the chart").isEmpty();
  }

  @Test
  void pipelineIsStalled_whenCassandraDoesNotAnswer_butItsLagIsKnown() throws Exception {
    PlatformWatch.Look seen =
        seen(
            METRICS,
            new PlatformPart.Probe("Kafka", "No records arrive.", () -> true),
            new PlatformPart.Probe(
                "Cassandra",
                "No rows are written.",
                () -> {
                  throw new CommandFailedException("Cassandra at db:9042 does not answer");
                }));

    PipelineOverview users = seen.pipelines().get(0);
    assertThat(users.state()).isEqualTo(PipelineState.STALLED);
    assertThat(users.said()).isEqualTo("Cassandra at db:9042 does not answer");
    assertThat(users.lag().value()).isZero();
  }

  @Test
  void pipelineIsNotUpToDate_whileRecordsWait() throws Exception {
    PipelineOverview users = seen(METRICS.replace("} 0", "} 5")).pipelines().get(0);

    assertThat(users.state()).isEqualTo(PipelineState.CATCHING_UP);
    assertThat(seen(METRICS).pipelines().get(0).state()).isEqualTo(PipelineState.UP_TO_DATE);
  }

  @Test
  void pipelineIsWaiting_whileTheConsumerWaitsForTheSchemaRegistry() throws Exception {
    String waits = METRICS + "tributary_consumer_registry_wait_seconds{pipeline=\"users\"} 31.2\n";
    PipelineOverview users = seen(waits).pipelines().get(0);

    assertThat(users.state()).isEqualTo(PipelineState.WAITING);
    assertThat(users.needsAttention()).isTrue();
    assertThat(seen(waits.replace("31.2", "0.0")).pipelines().get(0).state())
        .isEqualTo(PipelineState.UP_TO_DATE);
  }

  /** What the first look sees, over a consumer with these metrics. */
  private static PlatformWatch.Look seen(String metrics, PlatformPart.Probe... probes)
      throws Exception {
    HttpServer consumer = consumer(metrics);
    AtomicReference<PlatformWatch.@Nullable Look> seen = new AtomicReference<>();
    try (Lifecycle parts = new Lifecycle()) {
      PlatformWatch watch = watch(parts, consumer, 1, probes);
      watch.listen(look -> seen.compareAndSet(null, look));
      parts.start("watch", watch);
      await().until(() -> seen.get() != null);
      return Objects.requireNonNull(seen.get());
    } finally {
      consumer.stop(0);
    }
  }

  private static HttpServer consumer(String metrics) throws IOException {
    HttpServer consumer = HttpServer.create(new InetSocketAddress(loopback(), 0), 0);
    answer(consumer, "/metrics", metrics);
    answer(consumer, "/ready", "{\"users\":\"running\"}");
    consumer.start();
    return consumer;
  }

  private static PlatformWatch watch(
      Lifecycle parts, HttpServer consumer, int kafka, PlatformPart.Probe... probes)
      throws Exception {
    Inquiries inquiries = parts.add("inquiries", new Inquiries());
    KafkaAccess brokers =
        parts.add("Kafka's client", new KafkaAccess(KafkaConnection.at(address(kafka))));
    return new PlatformWatch(
        new Definitions(Path.of("../pipelines/users.yaml")),
        new ConsumerStatus(URI.create("http://" + address(consumer.getAddress().getPort()))),
        new Positions(brokers, inquiries),
        new CassandraAccess(CassandraConnection.of(List.of(address(kafka)), "datacenter1", "", "")),
        List.of(probes),
        inquiries);
  }

  private static void answer(HttpServer server, String path, String body) {
    server.createContext(
        path,
        exchange -> {
          byte[] bytes = body.getBytes(UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }

  private static InetAddress loopback() {
    return InetAddress.getLoopbackAddress();
  }

  private static String address(int port) {
    return String.format(Locale.ROOT, "127.0.0.1:%d", port);
  }
}
