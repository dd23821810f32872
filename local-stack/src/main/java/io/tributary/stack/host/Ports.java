package io.tributary.stack.host;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free TCP ports of the loopback address. Hands out none twice. For one thread.
 *
 * <p>They come from below the range that systems take outgoing connections' ports from (32768 on
 * Linux, 49152 on macOS), so that none is taken between the look and the bind by a connection.
 */
public final class Ports {
  public static final String LOOPBACK = "127.0.0.1";

  private static final String LOOPBACK_6 = "::1";

  private static final int FROM = 20_000;
  private static final int TO = 32_000;
  private static final int CONNECT_LIMIT_MILLIS = 1_000;
  private static final int TRIES = 1_000;

  private final Set<Integer> given = new HashSet<>();

  /** The wanted port when it is free, else any. */
  public int freeOr(int wanted) {
    return isFree(wanted) && given.add(wanted) ? wanted : free();
  }

  /** Any free port. */
  public int free() {
    for (int i = 0; i < TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(FROM, TO);
      if (!given.contains(port) && isFree(port)) {
        given.add(port);
        return port;
      }
    }
    throw new IllegalStateException(
        String.format(Locale.ROOT, "No free port between %d and %d of %s", FROM, TO, LOOPBACK));
  }

  /** That port of {@link #LOOPBACK}, even where Java prefers IPv6. */
  public static InetSocketAddress address(int port) {
    return at(LOOPBACK, port);
  }

  private static InetSocketAddress at(String address, int port) {
    return new InetSocketAddress(address, port);
  }

  /** Whether something listens at that port of {@link #LOOPBACK}. */
  public static boolean answers(int port) {
    return answers(LOOPBACK, port);
  }

  private static boolean answers(String address, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(at(address, port), CONNECT_LIMIT_MILLIS);
      return true;
    } catch (IOException nobody) {
      return false;
    }
  }

  /**
   * Binding alone proves nothing: macOS lets 127.0.0.1 be bound beside a server on all addresses,
   * which this one would then hide, and clients of {@code localhost} may prefer the one on ::1.
   */
  private static boolean isFree(int port) {
    return !answers(LOOPBACK, port) && !answers(LOOPBACK_6, port) && canBeBound(port);
  }

  private static boolean canBeBound(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(address(port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
