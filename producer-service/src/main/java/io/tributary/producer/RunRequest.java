package io.tributary.producer;

import io.tributary.producer.source.ReadingRange;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a run is asked to do. The same request publishes the same records, however often it is
 * carried out.
 *
 * @param runId names the run; every record carries it
 * @param seed makes the source's pages repeatable, where it can do that
 * @param rate records per second; none for as fast as it goes
 * @param giveUpAfter how long the source, or Kafka, may fail without a success in between
 * @param parameters what the run sets of the definition's {@code source.parameters}
 * @param now what the definition's variables {@code now} and {@code today} mean; none for the time
 *     in the run id, or else when the run begins
 * @param range what to read of an incremental source; none of a source that is read as a whole
 */
public record RunRequest(
    String runId,
    String seed,
    Target target,
    OptionalDouble rate,
    Duration giveUpAfter,
    Map<String, String> parameters,
    Optional<Instant> now,
    Optional<ReadingRange> range) {

  /** How long the source or Kafka may fail if nobody says otherwise. */
  public static final Duration DEFAULT_GIVE_UP_AFTER = Duration.ofMinutes(5);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final Pattern TIME_IN_ID = Pattern.compile("(\\d{8}T\\d{6}Z)-[0-9a-f]{4}");

  public RunRequest {
    parameters = Map.copyOf(parameters);
  }

  /** Without parameters, of a source that is read as a whole. */
  public RunRequest(
      String runId, String seed, Target target, OptionalDouble rate, Duration giveUpAfter) {
    this(runId, seed, target, rate, giveUpAfter, Map.of(), Optional.empty(), Optional.empty());
  }

  /** The same, of an incremental source. */
  public RunRequest with(ReadingRange part) {
    return new RunRequest(
        runId, seed, target, rate, giveUpAfter, parameters, now, Optional.of(part));
  }

  /** A request at full speed, seeded by its run id. */
  public static RunRequest of(String runId, Target target) {
    return new RunRequest(runId, runId, target, OptionalDouble.empty(), DEFAULT_GIVE_UP_AFTER);
  }

  /**
   * A new name for a run: its time, readable and in order, and something to tell it from others.
   */
  public static String newRunId(Instant now, RandomGenerator random) {
    return String.format(Locale.ROOT, "%s-%04x", TIME.format(now), random.nextInt(1 << 16));
  }

  /**
   * The time that variables mean, the same for every try of the run where that can be: as given, or
   * as the run id has it.
   */
  Instant time(Instant begin) {
    return now.or(this::timeInId).orElse(begin);
  }

  private Optional<Instant> timeInId() {
    Matcher id = TIME_IN_ID.matcher(runId);
    try {
      return id.matches() ? Optional.of(TIME.parse(id.group(1), Instant::from)) : Optional.empty();
    } catch (DateTimeException noTime) {
      return Optional.empty();
    }
  }

  /** Records that the run has a use for; none when it takes what comes. */
  OptionalLong records() {
    return target instanceof Target.Records records
        ? OptionalLong.of(records.count())
        : OptionalLong.empty();
  }

  /** Records that the run will need, as far as the request tells. */
  OptionalLong expected() {
    if (target instanceof Target.Lasting lasting && rate.isPresent()) {
      return OptionalLong.of(
          (long) Math.ceil(rate.getAsDouble() * lasting.time().toMillis() / 1000.0));
    }
    return records();
  }
}
