package io.tributary.drills.load;

import io.tributary.drills.truth.Outcome;
import io.tributary.drills.truth.Published;
import io.tributary.drills.truth.RecordPosition;
import io.tributary.drills.truth.Truth;
import io.tributary.runtime.command.CommandFailedException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceDataCollection;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.ProduceResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.ResponseHeader;

/**
 * Publishes batches that are small in Kafka only, each by a connection of its own to the one broker
 * of the drill, and writes down in the truth what it acknowledges.
 */
public final class Bombs {
  /** The last version that names topics by their names. */
  private static final short VERSION = 12;

  private static final short ALL = -1;
  private static final int LIMIT_MS = 60_000;

  /** A dead letter keeps no larger value. */
  private static final int LARGEST_KEPT = 8 << 20;

  private final String host;
  private final int port;
  private final Truth truth;

  /**
   * @param broker host:port
   */
  public Bombs(String broker, Truth truth) {
    int colon = broker.lastIndexOf(':');
    this.host = broker.substring(0, colon);
    this.port = Integer.parseInt(broker.substring(colon + 1));
    this.truth = truth;
  }

  /** Publishes one batch; returns its bytes in Kafka when that has it. */
  public int publish(String topic, int partition, List<Bomb> bombs)
      throws CommandFailedException, IOException {
    long time = System.currentTimeMillis();
    MemoryRecords batch = CompressedBatch.of(bombs, time);
    long first = send(topic, partition, batch);
    for (int i = 0; i < bombs.size(); i++) {
      Bomb bomb = bombs.get(i);
      truth.add(
          new Published(
              new RecordPosition(topic, partition, first + i),
              time,
              bomb.key(),
              bomb.outcome() instanceof Outcome.Letter && bomb.valueBytes() <= LARGEST_KEPT
                  ? bomb.value()
                  : null,
              bomb.outcome()));
    }
    return batch.sizeInBytes();
  }

  /** Returns the offset of the first record. */
  private long send(String topic, int partition, MemoryRecords batch)
      throws CommandFailedException, IOException {
    TopicProduceDataCollection topics = new TopicProduceDataCollection();
    topics.add(
        new TopicProduceData()
            .setName(topic)
            .setPartitionData(
                List.of(new PartitionProduceData().setIndex(partition).setRecords(batch))));
    ProduceRequest request =
        new ProduceRequest.Builder(
                VERSION,
                VERSION,
                new ProduceRequestData().setAcks(ALL).setTimeoutMs(LIMIT_MS).setTopicData(topics))
            .build(VERSION);
    RequestHeader header = new RequestHeader(ApiKeys.PRODUCE, VERSION, "drill", 1);
    PartitionProduceResponse placed =
        ProduceResponse.parse(new ByteBufferAccessor(ask(request, header)), VERSION)
            .data()
            .responses()
            .iterator()
            .next()
            .partitionResponses()
            .get(0);
    Errors error = Errors.forCode(placed.errorCode());
    if (error != Errors.NONE) {
      throw new CommandFailedException(
          String.format(
              Locale.ROOT,
              "Kafka does not take a batch of %,d bytes: %s",
              batch.sizeInBytes(),
              error));
    }
    return placed.baseOffset();
  }

  /** The answer without its header. */
  private ByteBuffer ask(ProduceRequest request, RequestHeader header) throws IOException {
    try (Socket broker = new Socket(host, port)) {
      broker.setSoTimeout(2 * LIMIT_MS);
      ByteBuffer bytes = request.serializeWithHeader(header);
      DataOutputStream out = new DataOutputStream(broker.getOutputStream());
      out.writeInt(bytes.remaining());
      out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
      out.flush();
      DataInputStream in = new DataInputStream(broker.getInputStream());
      ByteBuffer answer = ByteBuffer.wrap(in.readNBytes(in.readInt()));
      ResponseHeader.parse(answer, ApiKeys.PRODUCE.responseHeaderVersion(VERSION));
      return answer;
    }
  }
}
