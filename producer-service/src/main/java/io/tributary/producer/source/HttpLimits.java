package io.tributary.producer.source;

import java.time.Duration;
import java.util.List;

/**
 * What an answer of the source may cost, and where it may lead.
 *
 * @param connect time until there is a connection
 * @param read time between two bytes
 * @param whole time from the request to the end of the answer
 * @param maxBody bytes of an answer, decompressed
 * @param otherHosts names of hosts, or {@code *.example.com} for all names below one, to which a
 *     redirect or the URL of a next page may lead, beside the source's own
 */
public record HttpLimits(
    Duration connect, Duration read, Duration whole, int maxBody, List<String> otherHosts) {

  public HttpLimits {
    otherHosts = List.copyOf(otherHosts);
  }

  /** Of a source that may lead to no other host. */
  public HttpLimits(Duration connect, Duration read, Duration whole, int maxBody) {
    this(connect, read, whole, maxBody, List.of());
  }

  /** A page of 5,000 users has 5.4 MB and takes the public service a few seconds. */
  public static final HttpLimits DEFAULT =
      new HttpLimits(
          Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(2), 64 << 20);
}
