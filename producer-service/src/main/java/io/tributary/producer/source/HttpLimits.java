package io.tributary.producer.source;

import java.time.Duration;

/**
 * What an answer of the source may cost.
 *
 * @param connect time until there is a connection
 * @param read time between two bytes
 * @param whole time from the request to the end of the answer
 * @param maxBody bytes of an answer, decompressed
 */
public record HttpLimits(Duration connect, Duration read, Duration whole, int maxBody) {

  /** A page of 5,000 users has 5.4 MB and takes the public service a few seconds. */
  public static final HttpLimits DEFAULT =
      new HttpLimits(
          Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(2), 64 << 20);
}
