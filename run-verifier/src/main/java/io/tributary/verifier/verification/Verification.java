package io.tributary.verifier.verification;

import com.datastax.oss.driver.api.core.CqlSession;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.Decoded;
import io.tributary.model.event.RecordDecoder;
import io.tributary.model.event.WriteTime;
import io.tributary.model.event.WriterSchemas;
import io.tributary.model.receipt.OffsetRange;
import io.tributary.model.receipt.Receipt;
import io.tributary.model.topic.ConsumerGroup;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.kafka.KafkaConnection;
import io.tributary.runtime.time.Interval;
import io.tributary.runtime.time.Ticker;
import io.tributary.verifier.contents.ContentsCount;
import io.tributary.verifier.log.KafkaRecordLog;
import io.tributary.verifier.log.LogRecord;
import io.tributary.verifier.log.OffsetSpan;
import io.tributary.verifier.log.RecordLog;
import io.tributary.verifier.lookup.CassandraOutcomeLookup;
import io.tributary.verifier.lookup.OutcomeLookup;
import io.tributary.verifier.outcome.Absence;
import io.tributary.verifier.outcome.ConsumerPosition;
import io.tributary.verifier.outcome.Expected;
import io.tributary.verifier.outcome.LaterDeletes;
import io.tributary.verifier.outcome.LookupLoop;
import io.tributary.verifier.outcome.RecordLookup;
import io.tributary.verifier.outcome.VerificationCounts;
import io.tributary.verifier.report.VerificationReport;
import io.tributary.verifier.text.Printable;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads records back from Kafka and looks each of them up in Cassandra: proof that it landed, from
 * no counter of anybody's. May be used again; not by several threads at once.
 */
public final class Verification {
  private static final Duration BETWEEN_PROGRESS = Duration.ofSeconds(1);

  /** Opens one of the two sides. */
  interface Opening<T> {
    T open() throws CommandFailedException;
  }

  private final Opening<RecordLog> log;
  private final Opening<OutcomeLookup> outcomes;
  private final Pipeline pipeline;
  private final Ticker ticker;
  private final InstantSource clock;
  private final WriterSchemas schemas;
  private final String remedy;
  private Optional<Landing> landing = Optional.empty();

  /**
   * @param session stays open
   * @param schemas asked for those that records name
   */
  public Verification(
      KafkaConnection kafka, CqlSession session, Pipeline pipeline, WriterSchemas schemas) {
    this(kafka, session, pipeline, schemas, "run it again with the same run id");
  }

  /**
   * @param session stays open
   * @param schemas asked for those that records name
   * @param remedy what users of the command at hand can do about a run that ended early
   */
  public Verification(
      KafkaConnection kafka,
      CqlSession session,
      Pipeline pipeline,
      WriterSchemas schemas,
      String remedy) {
    this(
        () -> new KafkaRecordLog(kafka),
        () -> new CassandraOutcomeLookup(session, pipeline),
        pipeline,
        schemas,
        Ticker.system(),
        InstantSource.system(),
        remedy);
  }

  Verification(
      Opening<RecordLog> log,
      Opening<OutcomeLookup> outcomes,
      Pipeline pipeline,
      WriterSchemas schemas,
      Ticker ticker,
      InstantSource clock,
      String remedy) {
    this.schemas = schemas;
    this.remedy = remedy;
    this.log = log;
    this.outcomes = outcomes;
    this.pipeline = pipeline;
    this.ticker = ticker;
    this.clock = clock;
  }

  /** When the records of the last verification had landed; none where there were none. */
  public Optional<Landing> landing() {
    return landing;
  }

  /**
   * Verifies the records that a receipt names.
   *
   * @param timeout how long records get to land, from now on
   * @param progress told at most once a second
   * @throws CommandFailedException when Kafka or Cassandra do not answer
   * @throws UsageException when the receipt is another pipeline's or contradicts itself
   */
  public VerificationReport verify(
      Receipt receipt, Duration timeout, Consumer<VerificationProgress> progress)
      throws CommandFailedException, UsageException, InterruptedException {
    ReceiptCheck.check(receipt, pipeline);
    landing = Optional.empty();
    long start = ticker.nanos();
    VerificationCounts counts = new VerificationCounts(pipeline);
    ContentsCount contents = new ContentsCount(pipeline);
    List<String> problems = new ArrayList<>();
    List<String> doubts = new ArrayList<>();
    if (!receipt.offsets().isEmpty()) {
      try (RecordLog opened = log.open()) {
        List<OffsetSpan> held =
            opened.held(receipt.offsets().stream().map(OffsetRange::topic).distinct().toList());
        List<OffsetSpan> spans = held(receipt.offsets(), held, problems);
        long expected = receipt.published() + receipt.rejected();
        RecordLog.Reading reading = opened.read(spans);
        follow(
            opened,
            reading,
            spans,
            // a letter that is replayed in the meantime bears the run's name, but is not the run's
            published -> published.replays() == null && receipt.runId().equals(published.runId()),
            counts,
            contents,
            timeout,
            problems,
            doubts,
            new LookupProgress(expected, counts, start, reading, progress));
        reading.heldBack().ifPresent(problems::add);
      }
    }
    return new VerificationReport(
        Optional.of(receipt.runId()),
        pipeline.name(),
        receipt.published(),
        receipt.rejected(),
        counts.rows(),
        counts.deadLetters(),
        counts.superseded(),
        counts.expired(),
        counts.deleted(),
        counts.missing(),
        counts.different(),
        lost(receipt, counts, problems),
        counts.firstMissing(),
        counts.firstDifferent(),
        withShortfall(receipt, problems),
        contents.contents(true).withMappingOf(receipt.contents()),
        elapsed(start),
        Optional.empty(),
        counts.tables(),
        doubts);
  }

  /**
   * Verifies everything that the pipeline's topics hold now.
   *
   * @param timeout how long records get to land, from now on
   * @param progress told at most once a second
   * @throws CommandFailedException when Kafka or Cassandra do not answer
   */
  public VerificationReport verifyAll(Duration timeout, Consumer<VerificationProgress> progress)
      throws CommandFailedException, InterruptedException {
    landing = Optional.empty();
    long start = ticker.nanos();
    VerificationCounts counts = new VerificationCounts(pipeline);
    List<String> problems = new ArrayList<>();
    List<String> doubts = new ArrayList<>();
    ContentsCount contents = new ContentsCount(pipeline);
    try (RecordLog opened = log.open()) {
      List<OffsetSpan> held = opened.held(pipeline.topic().names());
      RecordLog.Reading reading = opened.read(held);
      long expected = held.stream().mapToLong(OffsetSpan::offsets).sum();
      follow(
          opened,
          reading,
          held,
          published -> true,
          counts,
          contents,
          timeout,
          problems,
          doubts,
          new LookupProgress(expected, counts, start, reading, progress));
      reading.heldBack().ifPresent(problems::add);
    }
    if (counts.readAltogether() == 0 && problems.isEmpty()) {
      problems.add("its topics hold no record, so nothing was verified; run the producer");
    }
    return new VerificationReport(
        Optional.empty(),
        pipeline.name(),
        counts.readOf(pipeline.topic().name()),
        counts.readOf(pipeline.topic().rejected()),
        counts.rows(),
        counts.deadLetters(),
        counts.superseded(),
        counts.expired(),
        counts.deleted(),
        counts.missing(),
        counts.different(),
        0,
        counts.firstMissing(),
        counts.firstDifferent(),
        problems,
        contents.contents(false),
        elapsed(start),
        Optional.empty(),
        counts.tables(),
        doubts);
  }

  private interface Wanted {
    boolean includes(LogRecord published);
  }

  private void follow(
      RecordLog opened,
      RecordLog.Reading reading,
      List<OffsetSpan> spans,
      Wanted wanted,
      VerificationCounts counts,
      ContentsCount contents,
      Duration timeout,
      List<String> problems,
      List<String> doubts,
      Runnable progress)
      throws CommandFailedException, InterruptedException {
    RecordDecoder decoder = new RecordDecoder(pipeline, schemas);
    LookupLoop.Selection selection =
        published ->
            wanted.includes(published)
                ? Optional.of(expected(published, decoder, contents))
                : Optional.empty();
    if (!pipeline.event().deletes().any()) {
      RecordLookup lookup = new RecordLookup(outcomes.open(), pipeline, clock, null);
      new LookupLoop(lookup, counts, ticker, timeout, progress).follow(reading, selection);
      landing = counts.newest().map(newest -> new Landing(newest, clock.instant()));
      return;
    }
    try (LaterDeletes deletes = new LaterDeletes(log::open, pipeline, schemas, spans)) {
      ConsumerPosition consumer =
          new ConsumerPosition(
              ConsumerGroup.of(pipeline.name()), pipeline.topic().name(), opened::offsets, ticker);
      RecordLookup lookup =
          new RecordLookup(outcomes.open(), pipeline, clock, new Absence(deletes, consumer));
      new LookupLoop(lookup, counts, ticker, timeout, progress).follow(reading, selection);
      landing = counts.newest().map(newest -> new Landing(newest, clock.instant()));
      consumer.doubt().ifPresent(doubts::add);
      if (counts.missing() > 0) {
        deletes.notKept().ifPresent(problems::add);
      }
    }
  }

  private Expected expected(LogRecord published, RecordDecoder decoder, ContentsCount contents)
      throws InterruptedException {
    byte[] value = published.value();
    long time = WriteTime.countable(published.time());
    boolean canBeRow = published.position().topic().equals(pipeline.topic().name());
    @Nullable ByteBuffer @Nullable [] values = null;
    boolean deletes = false;
    if (canBeRow) {
      Decoded decoded = decoder.decode(published.key(), value, published.schemaId());
      if (decoded instanceof Decoded.Row row) {
        values = row.values();
        contents.add(published, values);
      } else if (decoded instanceof Decoded.Deletion deletion) {
        values = deletion.values();
        deletes = true;
        contents.addDeletion();
      }
    }
    return new Expected(
        published.position(),
        published.replays(),
        time,
        Printable.of(published.key()),
        values,
        deletes,
        values == null ? 0 : bytes(published));
  }

  /** The values are slices of these; of a tombstone, of its key. */
  private static long bytes(LogRecord published) {
    byte[] value = published.value();
    byte[] key = published.key();
    return value != null ? value.length : key == null ? 0 : key.length;
  }

  /** The part of the ranges that Kafka still has; what it has not is a problem. */
  private static List<OffsetSpan> held(
      List<OffsetRange> ranges, List<OffsetSpan> held, List<String> problems) {
    Map<String, OffsetSpan> byPartition = new HashMap<>();
    held.forEach(span -> byPartition.put(partition(span.topic(), span.partition()), span));
    List<OffsetSpan> readable = new ArrayList<>();
    for (OffsetRange range : ranges) {
      String partition = partition(range.topic(), range.partition());
      OffsetSpan there = byPartition.get(partition);
      if (there == null) {
        problems.add(
            "Kafka has no partition %s; name the Kafka that the run published to"
                .formatted(partition));
        continue;
      }
      if (there.first() > range.first()) {
        problems.add(
            String.format(
                Locale.ROOT,
                "Kafka no longer has %s@%d..%d, which retention removed; raise the topic's"
                    + " retention and verify sooner",
                partition,
                range.first(),
                Math.min(range.last(), there.first() - 1)));
      }
      if (there.last() < range.last()) {
        problems.add(
            String.format(
                Locale.ROOT,
                "Kafka has nothing at %s@%d..%d; was the topic deleted and created again, or is"
                    + " this another Kafka?",
                partition,
                Math.max(range.first(), there.last() + 1),
                range.last()));
      }
      readable.add(
          new OffsetSpan(
              range.topic(),
              range.partition(),
              Math.max(range.first(), there.first()),
              Math.min(range.last(), there.last())));
    }
    return readable;
  }

  private static String partition(String topic, int partition) {
    return String.format(Locale.ROOT, "%s-%d", topic, partition);
  }

  /** How many records of the run Kafka did not give back. */
  private static long lost(Receipt receipt, VerificationCounts counts, List<String> problems) {
    boolean named = !problems.isEmpty();
    long lost = 0;
    for (OffsetRange range : receipt.offsets()) {
      long found = counts.readOf(range.topic(), range.partition());
      if (found < range.records()) {
        lost += range.records() - found;
        if (!named) {
          problems.add(
              String.format(
                  Locale.ROOT,
                  "%s-%d@%d..%d holds %,d records of the run, the receipt says %,d; was the topic"
                      + " compacted, or deleted and written again?",
                  range.topic(),
                  range.partition(),
                  range.first(),
                  range.last(),
                  found,
                  range.records()));
        }
      }
    }
    return lost;
  }

  /** Adds what the run itself did not do. */
  private List<String> withShortfall(Receipt receipt, List<String> problems) {
    List<String> all = new ArrayList<>(problems);
    long done = receipt.published() + receipt.rejected();
    if (receipt.published() == 0 && !receipt.mayPublishNothing()) {
      all.add("the run published nothing; see the producer's log");
    }
    if (receipt.asked() > 0 && done != receipt.asked()) {
      all.add(
          String.format(
              Locale.ROOT,
              "the run was asked for %,d records and published or rejected %,d; %s",
              receipt.asked(),
              done,
              remedy));
    } else if (!receipt.complete()) {
      all.add("the run did not end what it was asked to do; " + remedy);
    }
    return all;
  }

  private Duration elapsed(long start) {
    return ticker.since(start);
  }

  /** Tells of progress when a second has gone by since it last did. */
  private final class LookupProgress implements Runnable {
    private final long expected;
    private final VerificationCounts counts;
    private final long start;
    private final RecordLog.Reading reading;
    private final Consumer<VerificationProgress> progress;
    private final Interval betweenProgress = new Interval(BETWEEN_PROGRESS, ticker);

    private LookupProgress(
        long expected,
        VerificationCounts counts,
        long start,
        RecordLog.Reading reading,
        Consumer<VerificationProgress> progress) {
      this.expected = expected;
      this.counts = counts;
      this.start = start;
      this.reading = reading;
      this.progress = progress;
    }

    @Override
    public void run() {
      if (betweenProgress.isDue()) {
        progress.accept(
            new VerificationProgress(
                expected,
                counts.readAltogether(),
                counts.landed(),
                elapsed(start),
                reading.heldBack()));
      }
    }
  }
}
