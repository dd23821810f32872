package io.tributary.drills.load;

import io.tributary.drills.truth.Published;
import io.tributary.drills.truth.Truth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Publishes drafts in transactions. The truth is told of those that were committed, and of no
 * other. Closing it leaves a transaction as it is, as the death of a writer does.
 */
public final class TransactionalLoad implements AutoCloseable {
  private final Truth truth;
  private final KafkaProducer<byte[], byte[]> client;

  /**
   * @param id of its transactions; a second writer with it would end those of the first
   * @param timeout after which Kafka aborts a transaction that is open
   */
  public TransactionalLoad(String bootstrapServers, Truth truth, String id, Duration timeout) {
    this.truth = truth;
    this.client =
        LoadClient.open(
            bootstrapServers,
            Map.of(
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                id,
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                Math.toIntExact(timeout.toMillis()),
                ProducerConfig.LINGER_MS_CONFIG,
                5));
    client.initTransactions();
  }

  /** Publishes the drafts in a transaction and commits it. */
  public void commit(List<Draft> drafts) throws ExecutionException, InterruptedException {
    List<Published> published = begin(drafts);
    client.commitTransaction();
    published.forEach(truth::add);
  }

  /** Publishes the drafts in a transaction and aborts it: nothing may become of them. */
  public void abort(List<Draft> drafts) throws ExecutionException, InterruptedException {
    begin(drafts);
    client.abortTransaction();
  }

  /** Publishes the drafts in a transaction that stays open, until Kafka aborts it. */
  public void leaveOpen(List<Draft> drafts) throws ExecutionException, InterruptedException {
    begin(drafts);
  }

  private List<Published> begin(List<Draft> drafts)
      throws ExecutionException, InterruptedException {
    client.beginTransaction();
    long time = System.currentTimeMillis();
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (Draft draft : drafts) {
      sent.add(client.send(draft.record(time)));
    }
    client.flush();
    List<Published> published = new ArrayList<>();
    for (int i = 0; i < sent.size(); i++) {
      published.add(drafts.get(i).published(sent.get(i).get(), time));
    }
    return published;
  }

  @Override
  public void close() {
    client.close(Duration.ZERO);
  }
}
