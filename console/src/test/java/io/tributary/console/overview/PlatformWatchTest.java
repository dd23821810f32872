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
import io.tributary.runtime.kafka.KafkaConnection;
import io.tributary.runtime.lifecycle.Lifecycle;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PlatformWatchTest {
  private static final String METRICS = "tributary_consumer_lag_records{pipeline=\"users\"} 0\n";

  @Test
  void kafkaIsAskedForTheLag_onlyWhileTheConsumerDoesNotAnswer() throws Exception {
    HttpServer consumer = HttpServer.create(new InetSocketAddress(loopback(), 0), 0);
    answer(consumer, "/metrics", METRICS);
    answer(consumer, "/ready", "{\"users\":\"running\"}");
    consumer.start();
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

  private static PlatformWatch watch(Lifecycle parts, HttpServer consumer, int kafka)
      throws Exception {
    Inquiries inquiries = parts.add("inquiries", new Inquiries());
    KafkaAccess brokers =
        parts.add("Kafka's client", new KafkaAccess(KafkaConnection.at(address(kafka))));
    return new PlatformWatch(
        new Definitions(Path.of("../pipelines/users.yaml")),
        new ConsumerStatus(URI.create("http://" + address(consumer.getAddress().getPort()))),
        new Positions(brokers, inquiries),
        new CassandraAccess(CassandraConnection.of(List.of(address(kafka)), "datacenter1", "", "")),
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
