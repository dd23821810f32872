package io.tributary.console.deadletter;

import io.tributary.console.platform.Answer;
import io.tributary.console.platform.CassandraAccess;
import io.tributary.console.platform.Inquiries;
import io.tributary.console.platform.Schemas;
import io.tributary.console.web.ProblemException;
import io.tributary.model.deadletter.DeadLetter;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.RecordPosition;
import io.tributary.model.event.WriterSchemas;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.kafka.KafkaConnection;
import io.tributary.runtime.time.Ticker;
import io.tributary.verifier.deadletter.CassandraDeadLetters;
import io.tributary.verifier.deadletter.DeadLetterStore;
import io.tributary.verifier.deadletter.DeadLetterWithRecord;
import io.tributary.verifier.deadletter.Discarding;
import io.tributary.verifier.deadletter.Selection;
import io.tributary.verifier.replay.MappingTrial;
import io.tributary.verifier.replay.Original;
import io.tributary.verifier.replay.Replay;
import io.tributary.verifier.replay.ReplayReport;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** The dead letters of pipelines, for pages and the API. Safe for several threads. */
public final class Letters {
  /** Letters of a page. */
  public static final int PAGE = 50;

  private static final Duration ANSWER = Duration.ofSeconds(7);
  private static final Duration A_ROW = Duration.ofMinutes(2);

  private final Stores stores;
  private final Replays replays;
  private final Function<Pipeline, WriterSchemas> schemas;
  private final Inquiries inquiries;
  private final LetterReader reader;

  /** Opens the letters of a pipeline. */
  @FunctionalInterface
  interface Stores {
    DeadLetterStore of(Pipeline pipeline) throws CommandFailedException;
  }

  /** Replays letters, or tells what would come of it. */
  @FunctionalInterface
  interface Replays {
    ReplayReport run(
        Pipeline pipeline,
        Selection selection,
        String by,
        boolean dryRun,
        Consumer<String> progress)
        throws CommandFailedException, InterruptedException;
  }

  /** Those in a real Cassandra, replayed to a real Kafka. */
  public Letters(
      CassandraAccess cassandra, KafkaConnection kafka, Schemas schemas, Inquiries inquiries) {
    this(
        pipeline -> new CassandraDeadLetters(cassandra.session(), pipeline),
        (pipeline, selection, by, dryRun, progress) ->
            Replay.run(
                kafka,
                cassandra.session(),
                pipeline,
                schemas.of(pipeline),
                selection,
                A_ROW,
                by,
                dryRun,
                progressed -> progress.accept(progressed.toString())),
        pipeline -> schemas.of(pipeline).writers(),
        inquiries,
        Ticker.system());
  }

  Letters(
      Stores stores,
      Replays replays,
      Function<Pipeline, WriterSchemas> schemas,
      Inquiries inquiries,
      Ticker ticker) {
    this.schemas = schemas;
    this.stores = stores;
    this.replays = replays;
    this.inquiries = inquiries;
    this.reader = new LetterReader(ticker);
  }

  /**
   * A page of letters with counts; the counts are of all letters that were looked at.
   *
   * @param selection the same as {@code filter}
   * @param page from 1
   */
  public Answer<LetterList> list(
      Pipeline pipeline, Selection selection, LetterFilter filter, int page) {
    return inquiries.ask(
        "Cassandra", ANSWER, () -> reader.read(stores.of(pipeline), selection, filter, page, PAGE));
  }

  /**
   * The letter that a request names, with its record.
   *
   * @throws ProblemException with status 404 when there is none, and 503 when that is not known
   */
  public DeadLetterWithRecord required(Pipeline pipeline, RecordPosition position) {
    return inquiries
        .ask("Cassandra", ANSWER, () -> found(stores.of(pipeline), position))
        .required()
        .orElseThrow(
            () ->
                ProblemException.notFound(
                    "Pipeline %s has no dead letter at %s.".formatted(pipeline.name(), position)));
  }

  /**
   * What a replay of a letter would find now; nothing where the letter does not have all of its
   * record.
   */
  public Answer<Optional<MappingTrial.Outcome>> trial(
      Pipeline pipeline, DeadLetterWithRecord letter) {
    if (!letter.copy().complete()) {
      return Answer.known(Optional.empty());
    }
    return inquiries.ask(
        "The schema registry",
        ANSWER,
        () ->
            Optional.of(
                new MappingTrial(pipeline, schemas.apply(pipeline), InstantSource.system())
                    .of(letter.letter().position(), Original.copied(letter))));
  }

  private static Optional<DeadLetterWithRecord> found(
      DeadLetterStore store, RecordPosition position) throws Exception {
    List<DeadLetter> letters = new ArrayList<>();
    store.forEach(Selection.at(position), letters::add);
    return letters.isEmpty()
        ? Optional.empty()
        : store.find(position, letters.get(0).recordTime()).toCompletableFuture().get();
  }

  /**
   * Replays the open letters of a selection, or tells what would come of it.
   *
   * @param by who does it
   * @param dryRun whether nothing is published or marked
   * @param progress told at most once a second
   * @throws CommandFailedException when Kafka or Cassandra do not answer
   */
  public ReplayReport replay(
      Pipeline pipeline, Selection selection, String by, boolean dryRun, Consumer<String> progress)
      throws CommandFailedException, InterruptedException {
    return replays.run(pipeline, selection, by, dryRun, progress);
  }

  /**
   * Discards the open letters of a selection, and returns how many there were.
   *
   * @param why kept with each letter
   * @param by who does it; kept too
   * @throws CommandFailedException when Cassandra does not answer
   */
  public long discard(
      Pipeline pipeline, Selection selection, String why, String by, Consumer<String> progress)
      throws CommandFailedException, InterruptedException {
    return new Discarding(stores.of(pipeline), "%s; discarded by %s".formatted(why, by))
        .of(
            selection,
            discarded ->
                progress.accept(String.format(Locale.ROOT, "discarded %,d letters", discarded)));
  }
}
