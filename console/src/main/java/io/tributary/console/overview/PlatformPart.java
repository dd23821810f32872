package io.tributary.console.overview;

import io.tributary.console.platform.Answer;
import java.util.Locale;
import java.util.concurrent.Callable;

/**
 * A part of the platform, as the last look found it.
 *
 * @param name for people: Kafka
 * @param why it gave no answer: a clause; empty where it answered
 * @param meanwhile what that means for records, and for what the console shows: sentences
 */
public record PlatformPart(String name, String why, String meanwhile) {

  /**
   * How a part is asked whether it is there.
   *
   * @param question returns once the part has answered
   */
  public record Probe(String name, String meanwhile, Callable<Boolean> question) {

    PlatformPart found(Answer<?> answer) {
      return new PlatformPart(name, answer.why(), meanwhile);
    }
  }

  public boolean answers() {
    return why.isEmpty();
  }

  /** What people read of one that does not answer. */
  public String notice() {
    return "%s%s. %s"
        .formatted(why.substring(0, 1).toUpperCase(Locale.ROOT), why.substring(1), meanwhile);
  }
}
