package io.tributary.verifier.replay;

import com.datastax.oss.driver.api.core.CqlSession;
import io.tributary.model.cql.DeadLetterCql;
import io.tributary.model.deadletter.DeadLetter;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.EventEncoder;
import io.tributary.model.event.Framing;
import io.tributary.model.refusal.Refusal;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.kafka.KafkaConnection;
import io.tributary.runtime.retry.Backoff;
import io.tributary.runtime.time.Interval;
import io.tributary.runtime.time.Ticker;
import io.tributary.verifier.deadletter.CassandraDeadLetters;
import io.tributary.verifier.deadletter.DeadLetterStore;
import io.tributary.verifier.deadletter.DeadLetterStore.Change;
import io.tributary.verifier.deadletter.DeadLetterWithRecord;
import io.tributary.verifier.deadletter.OpenLetterReader;
import io.tributary.verifier.deadletter.Selection;
import io.tributary.verifier.lookup.CassandraOutcomeLookup;
import io.tributary.verifier.lookup.OutcomeLookup;
import io.tributary.verifier.registry.TopicSchemas;
import io.tributary.verifier.replay.ReplayReport.Share;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes open dead letters through today's definition: what passes is published again with its own
 * key and time, and its letter is marked once the row is there. Holds a bounded number of letters.
 * Doing it again changes nothing: what is marked is left alone, and a record that is published
 * twice makes one row. For one thread, once.
 */
public final class Replay {
  private static final int MOST_WAITING = 5_000;
  private static final long MOST_BYTES_WAITING = 64L << 20;
  private static final int MOST_CHANGES = 256;
  private static final int NAMED = 20;
  private static final Duration BETWEEN_PROGRESS = Duration.ofSeconds(1);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final OpenLetterReader letters;
  private final Originals originals;
  private final Publication publication;
  private final TopicSchemas schemas;
  private final MappingTrial trial;
  private final ReplayedRowLookup rowLookup;
  private final Ticker ticker;
  private final Duration timeout;
  private final String by;
  private final boolean dryRun;
  private final Consumer<ReplayProgress> progress;

  private final Deque<Replayed> waiting = new ArrayDeque<>();
  private final Map<String, Share> reasons = new HashMap<>();
  private final List<String> failures = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final long start;
  private long bytesWaiting;
  private long asked;
  private long replayed;
  private long failedAgain;
  private long verified;
  private long missing;
  private final Interval betweenProgress;
  private @Nullable EventEncoder encoder;

  /**
   * @param schemas of the topic's records
   * @param timeout how long each record gets to become a row
   * @param by who replays, noted with each letter; empty where that is not known
   * @param progress told at most once a second
   */
  Replay(
      Pipeline pipeline,
      TopicSchemas schemas,
      DeadLetterStore letters,
      Originals originals,
      Publication publication,
      OutcomeLookup outcomes,
      Ticker ticker,
      Duration timeout,
      String by,
      boolean dryRun,
      Consumer<ReplayProgress> progress) {
    this.letters = new OpenLetterReader(letters, MOST_CHANGES, "replay");
    this.originals = originals;
    this.publication = publication;
    this.schemas = schemas;
    this.trial = new MappingTrial(pipeline, schemas.writers(), InstantSource.system());
    this.rowLookup = new ReplayedRowLookup(outcomes, pipeline, InstantSource.system());
    this.ticker = ticker;
    this.timeout = timeout;
    this.by = by;
    this.dryRun = dryRun;
    this.progress = progress;
    this.start = ticker.nanos();
    this.betweenProgress = new Interval(BETWEEN_PROGRESS, ticker);
  }

  /**
   * Replays the open letters of a selection.
   *
   * @param session stays open
   * @param timeout how long each record gets to become a row
   * @param by who replays, noted with each letter; empty where that is not known
   * @param progress told at most once a second
   * @throws CommandFailedException when Kafka or Cassandra do not answer
   */
  public static ReplayReport run(
      KafkaConnection kafka,
      CqlSession session,
      Pipeline pipeline,
      TopicSchemas schemas,
      Selection selection,
      Duration timeout,
      String by,
      boolean dryRun,
      Consumer<ReplayProgress> progress)
      throws CommandFailedException, InterruptedException {
    try (Originals originals = new KafkaOriginals(kafka);
        Publication publication = new KafkaPublication(kafka, pipeline)) {
      return new Replay(
              pipeline,
              schemas,
              new CassandraDeadLetters(session, pipeline),
              originals,
              publication,
              new CassandraOutcomeLookup(session, pipeline),
              Ticker.system(),
              timeout,
              by,
              dryRun,
              progress)
          .of(selection);
    }
  }

  /** Replays the open letters of the selection, whatever it says of their state. */
  ReplayReport of(Selection selection) throws CommandFailedException, InterruptedException {
    letters.forEach(selection, this::take);
    settle(0, 0);
    letters.awaitChanges();
    return new ReplayReport(
        dryRun, asked, replayed, failedAgain, verified, missing, reasons, failures, problems);
  }

  private boolean take(DeadLetterWithRecord letter)
      throws CommandFailedException, InterruptedException {
    tryAgain(letter);
    settle(MOST_WAITING - 1, MOST_BYTES_WAITING);
    tell();
    return problems.isEmpty();
  }

  private void tryAgain(DeadLetterWithRecord whole)
      throws CommandFailedException, InterruptedException {
    DeadLetter letter = whole.letter();
    asked++;
    Optional<Original> original =
        whole.copy().complete()
            ? Optional.of(Original.copied(whole))
            : originals.at(letter.position());
    if (original.isEmpty()) {
      failAgain(whole, "Kafka no longer has the original, which is too large to be copied here");
      return;
    }
    MappingTrial.Outcome outcome = trial.of(letter.position(), original.get());
    if (outcome instanceof MappingTrial.Outcome.Passes passes) {
      pass(whole, passes);
    } else {
      failAgain(whole, said(((MappingTrial.Outcome.Fails) outcome).refusal()));
    }
  }

  private void pass(DeadLetterWithRecord whole, MappingTrial.Outcome.Passes passes)
      throws CommandFailedException, InterruptedException {
    Original event = passes.event();
    if (passes.isMapped() && !dryRun) {
      EventEncoder.Encoded encoded = encoded(event);
      if (encoded instanceof EventEncoder.Encoded.Refused refused) {
        failAgain(whole, said(refused.refusal()));
        return;
      }
      event = inItsFormat(event, ((EventEncoder.Encoded.Value) encoded).bytes());
    }
    count(whole.letter(), true);
    replayed++;
    publish(whole, event, passes);
  }

  private void publish(
      DeadLetterWithRecord whole, Original event, MappingTrial.Outcome.Passes passes)
      throws CommandFailedException {
    if (dryRun) {
      return;
    }
    byte[] value = event.value();
    Replayed next =
        new Replayed(
            whole.letter(),
            whole.version(),
            event.time(),
            passes.values(),
            passes.deletes(),
            publication.send(event),
            ticker.nanos() + timeout.toNanos(),
            value == null ? 0 : value.length);
    waiting.addLast(next);
    bytesWaiting += next.bytes();
  }

  /** An event that was made of a source record, as the topic's new records are written. */
  private EventEncoder.Encoded encoded(Original event)
      throws CommandFailedException, InterruptedException {
    return encoder()
        .encode(Objects.requireNonNull(event.key()), Objects.requireNonNull(event.value()));
  }

  private Original inItsFormat(Original event, byte[] value)
      throws CommandFailedException, InterruptedException {
    Map<String, byte[]> headers = new LinkedHashMap<>(event.headers());
    encoder().header().ifPresent(id -> headers.put(Framing.HEADER, id));
    return new Original(event.key(), value, event.time(), headers);
  }

  private EventEncoder encoder() throws CommandFailedException, InterruptedException {
    if (encoder == null) {
      encoder = schemas.encoder();
    }
    return encoder;
  }

  private void failAgain(DeadLetterWithRecord whole, String why)
      throws CommandFailedException, InterruptedException {
    DeadLetter letter = whole.letter();
    count(letter, false);
    failedAgain++;
    name(letter, why);
    if (!dryRun) {
      letters.change(
          new Change(
              letter.position(),
              whole.version(),
              DeadLetterCql.OPEN,
              note("failed again: " + why),
              letter.tries() + 1));
    }
  }

  private void name(DeadLetter letter, String why) {
    if (failures.size() < NAMED) {
      failures.add("%s: %s".formatted(letter.position(), why));
    }
  }

  private void count(DeadLetter letter, boolean passes) {
    reasons.put(
        letter.reason(), reasons.getOrDefault(letter.reason(), new Share(0, 0)).plus(passes));
  }

  /** Waits until no more than so many published records are not rows, and no more bytes. */
  private void settle(int most, long mostBytes)
      throws CommandFailedException, InterruptedException {
    Backoff pause = Backoff.withoutJitter(SHORTEST_PAUSE, LONGEST_PAUSE);
    while (!waiting.isEmpty() && (waiting.size() > most || bytesWaiting > mostBytes)) {
      List<Replayed> slice = new ArrayList<>();
      while (!waiting.isEmpty() && slice.size() < ReplayedRowLookup.MOST) {
        Replayed next = waiting.removeFirst();
        bytesWaiting -= next.bytes();
        slice.add(next);
      }
      boolean moved = false;
      List<ReplayedRowLookup.Arrival> found = rowLookup.of(slice);
      for (int i = 0; i < slice.size(); i++) {
        moved |= settled(slice.get(i), found.get(i));
      }
      tell();
      if (!moved) {
        ticker.sleep(pause.next());
      } else {
        pause.reset();
      }
    }
  }

  /** Returns whether the row is there; what is neither there nor overdue waits on. */
  private boolean settled(Replayed published, ReplayedRowLookup.Arrival arrival)
      throws CommandFailedException, InterruptedException {
    DeadLetter letter = published.letter();
    switch (arrival.outcome()) {
      case THERE -> {
        verified++;
        letters.change(
            new Change(
                letter.position(),
                published.version(),
                DeadLetterCql.REPLAYED,
                note(arrival.detail()),
                letter.tries() + 1));
        return true;
      }
      case REFUSED -> {
        replayed--;
        failedAgain++;
        name(letter, arrival.detail());
        changeBack(published, "failed again: " + arrival.detail());
        return true;
      }
      case FILED -> {
        missing++;
        name(letter, arrival.detail());
        letters.discard(
            published.acknowledged().join(),
            Instant.ofEpochMilli(published.time()),
            "replays %s, which is still open".formatted(letter.position()));
        changeBack(published, arrival.detail());
        return true;
      }
      case NOT_THERE, UNANSWERED -> {
        if (ticker.nanos() < published.deadline()) {
          waiting.addLast(published);
          bytesWaiting += published.bytes();
        } else if (arrival.outcome() == ReplayedRowLookup.Verdict.UNANSWERED) {
          throw new CommandFailedException(
              "no answer about the replay of %s (%s): see that Kafka and Cassandra are well, then replay again"
                  .formatted(letter.position(), arrival.detail()));
        } else {
          overdue(published, arrival);
        }
        return false;
      }
    }
    throw new IllegalStateException("no such verdict");
  }

  private void overdue(Replayed published, ReplayedRowLookup.Arrival arrival)
      throws CommandFailedException, InterruptedException {
    missing++;
    changeBack(published, arrival.detail());
    if (verified == 0 && problems.isEmpty()) {
      // nothing arrives at all: what is published on would only wait as well
      problems.add(
          String.format(
              Locale.ROOT,
              "nothing that was published became a row within %d s, so no more was published",
              timeout.toSeconds()));
    }
  }

  private void changeBack(Replayed published, String note)
      throws CommandFailedException, InterruptedException {
    DeadLetter letter = published.letter();
    letters.change(
        new Change(
            letter.position(),
            published.version(),
            DeadLetterCql.OPEN,
            note(note),
            letter.tries() + 1));
  }

  private String note(String what) {
    return by.isEmpty() ? what : "%s; replay by %s".formatted(what, by);
  }

  private void tell() {
    if (betweenProgress.isDue()) {
      progress.accept(
          new ReplayProgress(asked, replayed, verified, failedAgain, ticker.since(start)));
    }
  }

  private static String said(Refusal refusal) {
    return "%s%s: %s"
        .formatted(
            refusal.reason(),
            refusal.field() == null ? "" : " (" + refusal.field() + ")",
            refusal.detail());
  }
}
