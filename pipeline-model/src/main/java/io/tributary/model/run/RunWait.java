package io.tributary.model.run;

import java.util.Arrays;
import java.util.Optional;

/** What a run of the producer can wait for, and how the record of the run says so. */
public enum RunWait {
  /** The limit of the definition is used up, or the source said that too much was asked. */
  RATE_LIMIT("rate limit", "the source's rate limit"),
  /** The source does not answer, or not with a page. */
  SOURCE("source", "the source, which "),
  KAFKA("kafka", "Kafka to acknowledge");

  private static final String WAITS_FOR = "it waits for ";

  /** That is the source's way to say that too much was asked. */
  private static final String TOO_MANY_REQUESTS = SOURCE.clause + "answered 429";

  private final String word;
  private final String clause;

  RunWait(String word, String clause) {
    this.word = word;
    this.clause = clause;
  }

  /** For programs. */
  public String word() {
    return word;
  }

  /** How what the run waits for begins, for people. */
  public String clause() {
    return clause;
  }

  /** The trouble of a run that waits for something. */
  public static String sentence(String what) {
    return WAITS_FOR + what;
  }

  /** What a run waits for that said this trouble; nothing when it waits for nothing. */
  public static Optional<RunWait> in(String trouble) {
    if (trouble.startsWith(WAITS_FOR + TOO_MANY_REQUESTS)) {
      return Optional.of(RATE_LIMIT);
    }
    return Arrays.stream(values())
        .filter(wait -> trouble.startsWith(WAITS_FOR + wait.clause))
        .findFirst();
  }
}
