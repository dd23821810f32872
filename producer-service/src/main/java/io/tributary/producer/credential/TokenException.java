package io.tributary.producer.credential;

import java.time.Duration;
import java.util.Optional;

/**
 * The token endpoint gives no token. The message continues the sentence "the source …" and shows no
 * secret.
 */
public final class TokenException extends Exception {
  private final boolean mayPass;
  private final transient Optional<String> advice;
  private final transient Optional<Duration> retryAfter;

  TokenException(
      String what, boolean mayPass, Optional<String> advice, Optional<Duration> retryAfter) {
    super(what);
    this.mayPass = mayPass;
    this.advice = advice;
    this.retryAfter = retryAfter;
  }

  /** Whether asking again later may help. */
  public boolean mayPass() {
    return mayPass;
  }

  /** What to check or change. */
  public Optional<String> advice() {
    return advice;
  }

  /** How long the endpoint asks to be left alone, if it says. */
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
