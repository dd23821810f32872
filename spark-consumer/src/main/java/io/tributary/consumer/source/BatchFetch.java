package io.tributary.consumer.source;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.ApiVersions;
import org.apache.kafka.clients.ClientRequest;
import org.apache.kafka.clients.ClientResponse;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.ManualMetadataUpdater;
import org.apache.kafka.clients.NetworkClient;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.network.Selector;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.FetchResponse;
import org.apache.kafka.common.requests.MetadataRequest;
import org.apache.kafka.common.requests.MetadataResponse;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches the batches of one partition as its leader has them, compressed. Kafka's consumer does
 * that too, and gives them to nobody: this uses the network client that is under it, of Kafka's
 * clients 3.4. For one thread.
 */
final class BatchFetch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BatchFetch.class);

  /** The last one that names topics by their names; brokers take it since 2.7, and 4.x does. */
  private static final short FETCH_VERSION = 12;

  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** Between two tries, and to see that the thread is interrupted. */
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final TopicPartition partition;
  private final ConsumerConfig settings;
  private final Metrics metrics = new Metrics();
  private final ManualMetadataUpdater nodes = new ManualMetadataUpdater();
  private final NetworkClient client;
  private @Nullable Node leader;

  /**
   * @param settings of a consumer of Kafka's
   */
  BatchFetch(TopicPartition partition, Map<String, Object> settings) {
    this.partition = partition;
    this.settings = new ConsumerConfig(BudgetedBytes.in(settings));
    LogContext log = new LogContext();
    this.client =
        new NetworkClient(
            new Selector(
                this.settings.getLong(ConsumerConfig.CONNECTIONS_MAX_IDLE_MS_CONFIG),
                metrics,
                Time.SYSTEM,
                "careful-reader",
                ClientUtils.createChannelBuilder(this.settings, Time.SYSTEM, log),
                log),
            nodes,
            "careful-reader",
            1,
            this.settings.getLong(ConsumerConfig.RECONNECT_BACKOFF_MS_CONFIG),
            this.settings.getLong(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG),
            this.settings.getInt(ConsumerConfig.SEND_BUFFER_CONFIG),
            this.settings.getInt(ConsumerConfig.RECEIVE_BUFFER_CONFIG),
            this.settings.getInt(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG),
            this.settings.getLong(ConsumerConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG),
            this.settings.getLong(ConsumerConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG),
            Time.SYSTEM,
            true,
            new ApiVersions(),
            log);
  }

  /**
   * What the leader has from an offset on, about as much as the consumer's settings say: whole
   * batches, the first of which may begin before the offset; none when nothing came in time.
   *
   * @param limit how long to look for the leader and to wait for records
   * @throws OffsetOutOfRangeException when Kafka has not got the offset any more
   * @throws IOException when the leader did not answer in time
   */
  FetchResponseData.PartitionData from(long offset, Duration limit)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    while (true) {
      long left = limit.toNanos() - (System.nanoTime() - begin);
      try {
        FetchResponseData.PartitionData fetched = fetch(offset);
        Errors error = Errors.forCode(fetched.errorCode());
        if (error == Errors.OFFSET_OUT_OF_RANGE) {
          throw new OffsetOutOfRangeException(Map.of(partition, offset));
        }
        if (error == Errors.NONE && (FetchResponse.recordsSize(fetched) > 0 || left <= 0)) {
          return fetched;
        }
        if (error != Errors.NONE) {
          throw new IOException("the leader of %s said %s".formatted(partition, error));
        }
      } catch (InterruptedIOException stopped) {
        throw stopped;
      } catch (IOException away) {
        leader = null;
        if (left <= 0) {
          throw away;
        }
        LOG.debug("cannot fetch {} now", partition, away);
        Thread.sleep(PAUSE.toMillis());
      }
    }
  }

  private FetchResponseData.PartitionData fetch(long offset) throws IOException {
    if (leader == null) {
      leader = findLeader();
    }
    FetchRequest.Builder request =
        FetchRequest.Builder.forConsumer(
                FETCH_VERSION,
                settings.getInt(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG),
                settings.getInt(ConsumerConfig.FETCH_MIN_BYTES_CONFIG),
                Map.of(
                    partition,
                    new FetchRequest.PartitionData(
                        Uuid.ZERO_UUID,
                        offset,
                        FetchRequest.INVALID_LOG_START_OFFSET,
                        settings.getInt(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG),
                        Optional.empty())))
            .isolationLevel(
                IsolationLevel.valueOf(
                    settings
                        .getString(ConsumerConfig.ISOLATION_LEVEL_CONFIG)
                        .toUpperCase(Locale.ROOT)))
            .setMaxBytes(settings.getInt(ConsumerConfig.FETCH_MAX_BYTES_CONFIG));
    FetchResponse answer = (FetchResponse) ask(leader, request).responseBody();
    if (answer.error() != Errors.NONE) {
      throw new IOException("a broker said " + answer.error());
    }
    FetchResponseData.@Nullable PartitionData fetched =
        answer.responseData(Map.of(), FETCH_VERSION).get(partition);
    if (fetched == null) {
      throw new IOException("a broker did not answer for " + partition);
    }
    return fetched;
  }

  private Node findLeader() throws IOException {
    List<Node> brokers = new ArrayList<>();
    for (InetSocketAddress address :
        ClientUtils.parseAndValidateAddresses(
            settings.getList(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG),
            settings.getString(ConsumerConfig.CLIENT_DNS_LOOKUP_CONFIG))) {
      brokers.add(new Node(-1 - brokers.size(), address.getHostString(), address.getPort()));
    }
    Node any = brokers.get(ThreadLocalRandom.current().nextInt(brokers.size()));
    nodes.setNodes(brokers);
    MetadataResponse known =
        (MetadataResponse)
            ask(any, new MetadataRequest.Builder(List.of(partition.topic()), false)).responseBody();
    Node found = known.buildCluster().leaderFor(partition);
    if (found == null) {
      throw new IOException(partition + " has no leader");
    }
    nodes.setNodes(List.of(found));
    return found;
  }

  private ClientResponse ask(Node node, AbstractRequest.Builder<?> question) throws IOException {
    connect(node);
    ClientRequest request =
        client.newClientRequest(node.idString(), question, Time.SYSTEM.milliseconds(), true);
    client.send(request, Time.SYSTEM.milliseconds());
    while (true) {
      for (ClientResponse answer : poll()) {
        if (answer.requestHeader().correlationId() == request.correlationId()) {
          if (answer.wasDisconnected()) {
            throw new IOException(node + " did not answer");
          }
          if (answer.versionMismatch() != null) {
            throw answer.versionMismatch();
          }
          return answer;
        }
      }
    }
  }

  private void connect(Node node) throws IOException {
    long begin = System.nanoTime();
    while (!client.ready(node, Time.SYSTEM.milliseconds())) {
      poll();
      if (client.connectionFailed(node) || System.nanoTime() - begin > CONNECT.toNanos()) {
        throw new IOException("no connection to " + node);
      }
    }
  }

  private List<ClientResponse> poll() throws InterruptedIOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("stopped while reading " + partition);
    }
    return client.poll(PAUSE.toMillis(), Time.SYSTEM.milliseconds());
  }

  @Override
  public void close() {
    client.close();
    metrics.close();
  }
}
