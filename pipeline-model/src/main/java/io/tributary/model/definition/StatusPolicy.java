package io.tributary.model.definition;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a run does when the source answers with a status, where the usual is not right. */
public enum StatusPolicy {
  /** Asks again with back-off, until the run gives up. */
  RETRY("retry"),
  /** Ends the run at once. */
  FAIL("fail"),
  /** Takes the answer for a page without records. */
  IGNORE("ignore"),
  /** Asks again as late as the answer's headers ask for, at the earliest with back-off. */
  RATE_LIMITED("rate-limited");

  private final String word;

  StatusPolicy(String word) {
    this.word = word;
  }

  /** The name in a definition. */
  public String word() {
    return word;
  }

  static Optional<StatusPolicy> named(String word) {
    return Arrays.stream(values()).filter(policy -> policy.word.equals(word)).findFirst();
  }

  /** All names, for messages. */
  static String words() {
    return Arrays.stream(values()).map(StatusPolicy::word).collect(Collectors.joining(", "));
  }
}
