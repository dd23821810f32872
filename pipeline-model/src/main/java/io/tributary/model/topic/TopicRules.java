package io.tributary.model.topic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a topic's settings do to records: change them, refuse them, or shorten their life.
 *
 * <p>Fatal is what breaks a promise for records that are published in good faith: Kafka replaces
 * their time, deletes them for a newer one of their key, or takes none at all. {@code
 * create-topics} and a run of the producer end there, because nothing has been published yet. A
 * warning is what is right until something else happens, such as a consumer that is away for long:
 * that is for the operator to weigh. The consumer starts with either and says so, because records
 * that are there already only get older while nobody reads them.
 *
 * <p>Not judged: {@code compression.type}, since records are the same decompressed and each fits
 * {@code max.message.bytes} uncompressed; {@code message.timestamp.after.max.ms} when it is long,
 * since the consumer has a limit of its own; tiered storage, which is read like the rest.
 */
public final class TopicRules {
  private static final Duration SHORT_RETENTION = Duration.ofDays(1);
  private static final long SMALL_RETENTION = 1L << 30;
  private static final Duration SHORT_PAST = Duration.ofHours(1);
  private static final Duration SHORT_FUTURE = Duration.ofMinutes(1);

  private final TopicSettings topic;
  private final String bootstrapServers;
  private final List<TopicProblem> problems = new ArrayList<>();

  private TopicRules(TopicSettings topic, String bootstrapServers) {
    this.topic = topic;
    this.bootstrapServers = bootstrapServers;
  }

  /**
   * What does not fit, the fatal first.
   *
   * @param largestRecord that the topic has to take, in bytes
   * @param bootstrapServers of Kafka, for the commands
   */
  public static List<TopicProblem> problems(
      TopicSettings topic, int largestRecord, String bootstrapServers) {
    TopicRules rules = new TopicRules(topic, bootstrapServers);
    rules.size(largestRecord);
    rules.time();
    rules.compaction();
    rules.replicas();
    rules.retention();
    rules.timeLimits();
    rules.elections();
    return List.copyOf(rules.problems);
  }

  private void size(int largestRecord) {
    topic
        .number("max.message.bytes")
        .filter(bytes -> bytes < largestRecord)
        .ifPresent(
            bytes ->
                fatal(
                    String.format(
                        Locale.ROOT,
                        "takes %,d bytes a record, the definition wants %,d",
                        bytes,
                        largestRecord),
                    "max.message.bytes=" + largestRecord));
  }

  private void time() {
    topic
        .text("message.timestamp.type")
        .filter(type -> !type.equals("CreateTime"))
        .ifPresent(
            type ->
                fatal(
                    "replaces the records' times with its own (message.timestamp.type=%s), which breaks \"newest wins\""
                        .formatted(type),
                    "message.timestamp.type=CreateTime"));
  }

  private void compaction() {
    topic
        .text("cleanup.policy")
        .filter(policy -> policy.contains("compact"))
        .ifPresent(
            policy ->
                fatal(
                    "deletes records for newer ones of their key (cleanup.policy=%s), read or not, and takes none without a key"
                        .formatted(policy),
                    "cleanup.policy=delete"));
  }

  private void replicas() {
    topic
        .number("min.insync.replicas")
        .filter(least -> least > topic.replication() && topic.replication() > 0)
        .ifPresent(
            least ->
                fatal(
                    String.format(
                        Locale.ROOT,
                        "takes no record: it wants %d replicas in sync (min.insync.replicas) and has %d",
                        least,
                        topic.replication()),
                    "min.insync.replicas=" + topic.replication()));
  }

  private void retention() {
    topic
        .number("retention.ms")
        .filter(millis -> millis < SHORT_RETENTION.toMillis())
        .ifPresent(
            millis ->
                warn(
                    String.format(
                        Locale.ROOT,
                        "deletes records after %s (retention.ms=%d), read or not: a consumer that is away for longer loses them, and a run cannot be verified later",
                        said(millis),
                        millis),
                    "retention.ms=" + Duration.ofDays(7).toMillis()));
    topic
        .number("retention.bytes")
        .filter(bytes -> bytes < SMALL_RETENTION)
        .ifPresent(
            bytes ->
                warn(
                    String.format(
                        Locale.ROOT,
                        "deletes the oldest records of a partition that has more than %,d bytes (retention.bytes), read or not",
                        bytes),
                    "retention.bytes=-1"));
  }

  private void timeLimits() {
    topic
        .number("message.timestamp.before.max.ms")
        .filter(millis -> millis < SHORT_PAST.toMillis())
        .ifPresent(
            millis ->
                warn(
                    String.format(
                        Locale.ROOT,
                        "refuses records older than %s (message.timestamp.before.max.ms=%d), as those are that waited while Kafka was away",
                        said(millis),
                        millis),
                    "message.timestamp.before.max.ms=" + Long.MAX_VALUE));
    topic
        .number("message.timestamp.after.max.ms")
        .filter(millis -> millis < SHORT_FUTURE.toMillis())
        .ifPresent(
            millis ->
                warn(
                    String.format(
                        Locale.ROOT,
                        "refuses records further ahead of its clock than %s (message.timestamp.after.max.ms=%d), as a producer's whose clock is a little fast",
                        said(millis),
                        millis),
                    "message.timestamp.after.max.ms=" + Duration.ofHours(1).toMillis()));
  }

  private void elections() {
    topic
        .text("unclean.leader.election.enable")
        .filter(Boolean::parseBoolean)
        .ifPresent(
            enabled ->
                warn(
                    "can lose acknowledged records when a broker fails (unclean.leader.election.enable=true)",
                    "unclean.leader.election.enable=false"));
  }

  private void fatal(String what, String setting) {
    problems.add(new TopicProblem(true, sentence(what, setting)));
  }

  private void warn(String what, String setting) {
    problems.add(new TopicProblem(false, sentence(what, setting)));
  }

  private String sentence(String what, String setting) {
    return "topic %s %s: kafka-configs.sh --bootstrap-server %s --alter --entity-type topics --entity-name %s --add-config %s"
        .formatted(topic.name(), what, bootstrapServers, topic.name(), setting);
  }

  private static String said(long millis) {
    Duration time = Duration.ofMillis(millis);
    if (time.toMinutes() < 1) {
      return String.format(Locale.ROOT, "%d ms", millis);
    }
    return time.toHours() < 2
        ? String.format(Locale.ROOT, "%d min", time.toMinutes())
        : String.format(Locale.ROOT, "%d h", time.toHours());
  }
}
