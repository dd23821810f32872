package io.tributary.console.record;

import io.tributary.console.platform.Answer;
import io.tributary.console.platform.Inquiries;
import io.tributary.model.deadletter.DeadLetter;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.Decoded;
import io.tributary.model.event.Framing;
import io.tributary.model.event.RecordDecoder;
import io.tributary.model.event.RecordPosition;
import io.tributary.model.event.WriterSchemas;
import io.tributary.model.receipt.Receipt;
import io.tributary.model.topic.ConsumerGroup;
import io.tributary.runtime.time.Ticker;
import io.tributary.verifier.deadletter.DeadLetterWithRecord;
import io.tributary.verifier.lookup.StoredRow;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What one search asks Kafka and Cassandra, each question with a limit of time. Notes what is not
 * known. For one thread.
 */
final class Questions {
  private static final Duration ONE = Duration.ofSeconds(5);
  private static final Duration ALL = Duration.ofSeconds(12);

  /** Who gave no answer for so long is not asked again in the same search. */
  private static final Duration LONG = Duration.ofSeconds(2);

  private final TopicReader topics;
  private final Landings landings;
  private final Inquiries inquiries;
  private final Ticker ticker;
  private final Pipeline pipeline;
  private final RecordDecoder decoder;
  private final long began;
  private final Set<String> limits = new LinkedHashSet<>();
  private final Set<String> silent = new HashSet<>();
  private boolean unanswered;

  Questions(
      TopicReader topics,
      Landings landings,
      Inquiries inquiries,
      Ticker ticker,
      Pipeline pipeline,
      WriterSchemas schemas) {
    this.topics = topics;
    this.landings = landings;
    this.inquiries = inquiries;
    this.ticker = ticker;
    this.pipeline = pipeline;
    this.decoder = new RecordDecoder(pipeline, schemas);
    this.began = ticker.nanos();
  }

  /** Notes what limits the answer: one sentence. */
  void note(String limit) {
    limits.add(limit);
  }

  List<String> limits() {
    return List.copyOf(limits);
  }

  /** Whether any question has had no answer. */
  boolean isUnanswered() {
    return unanswered;
  }

  Optional<Map<TopicPartition, TopicReader.Held>> held(String topic) {
    return ask("Kafka", () -> topics.held(List.of(topic)));
  }

  OptionalLong at(TopicPartition partition, long time) {
    return ask("Kafka", () -> topics.at(partition, time)).orElseGet(OptionalLong::empty);
  }

  Optional<TopicReader.Batch> read(TopicPartition partition, long from, int most) {
    return ask("Kafka", () -> topics.read(partition, from, most));
  }

  /** What a record is by today's definition; nothing where its schema is not known. */
  Optional<Decoded> decode(TopicRecord record) {
    if (unanswered) {
      // an earlier question to the registry may still be at work with the decoder
      return Optional.empty();
    }
    return ask(
        "The schema registry",
        () -> decoder.decode(record.key(), record.value(), record.headers().get(Framing.HEADER)));
  }

  /** Whether the consumer has processed a record; nothing where that is not known. */
  Optional<Boolean> isProcessed(RecordPosition position) {
    TopicPartition partition = new TopicPartition(position.topic(), position.partition());
    OptionalLong next =
        ask("Kafka", () -> topics.processed(ConsumerGroup.of(pipeline.name()), partition))
            .orElseGet(OptionalLong::empty);
    return next.isPresent() ? Optional.of(position.offset() < next.getAsLong()) : Optional.empty();
  }

  /** Empty where Cassandra did not answer. */
  Optional<Optional<StoredRow>> row(int table, @Nullable ByteBuffer[] values) {
    return ask("Cassandra", () -> landings.row(pipeline, table, values));
  }

  Optional<DeadLetter> letter(RecordPosition position, Optional<Instant> recordTime) {
    return ask("Cassandra", () -> landings.letter(pipeline, position, recordTime))
        .flatMap(found -> found)
        .map(DeadLetterWithRecord::letter);
  }

  List<Receipt> receipts(Optional<String> run, int most) {
    return ask("Cassandra", () -> landings.receipts(pipeline, run, most)).orElseGet(List::of);
  }

  private <T> Optional<T> ask(String whom, Callable<T> question) {
    Duration left = ALL.minus(ticker.since(began));
    if (left.isNegative() || left.isZero()) {
      unanswered = true;
      note("The search was stopped after %s s.".formatted(ALL.toSeconds()));
      return Optional.empty();
    }
    if (silent.contains(whom)) {
      return Optional.empty();
    }
    long asked = ticker.nanos();
    Answer<T> answer = inquiries.ask(whom, left.compareTo(ONE) < 0 ? left : ONE, question);
    if (!answer.isKnown()) {
      unanswered = true;
      note(answer.why() + ".");
      if (ticker.since(asked).compareTo(LONG) > 0) {
        silent.add(whom);
      }
    }
    return answer.asOptional();
  }
}
