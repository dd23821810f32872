package io.tributary.runtime.cassandra;

import io.tributary.runtime.tls.Tls;
import io.tributary.runtime.tls.TlsHandshake;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Optional;

/** Finds out why a node that takes connections gives no session, where a setting is wrong. */
final class CassandraProbe {
  /** The bit of the first byte that tells answers from requests. */
  private static final int ANSWER = 0x80;

  private final CassandraConnection cassandra;
  private final InetSocketAddress node;
  private final String host;
  private final int port;

  private CassandraProbe(CassandraConnection cassandra, InetSocketAddress node) {
    this.cassandra = cassandra;
    this.node = node;
    this.host = node.getHostString();
    this.port = node.getPort();
  }

  /** A sentence that names the wrong setting; nothing when it finds none. */
  static Optional<String> fault(CassandraConnection cassandra) {
    return cassandra.contactPoints().stream()
        .map(node -> new CassandraProbe(cassandra, node).fault())
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<String> fault() {
    Tls tls = cassandra.tls();
    if (tls != null) {
      return faultOfTls(tls);
    }
    return speaksTls() ? sentence("speaks TLS: set CASSANDRA_TLS=true") : Optional.empty();
  }

  private Optional<String> faultOfTls(Tls tls) {
    try (Socket socket = TlsHandshake.open(host, port, tls)) {
      ask(socket);
      return Optional.empty();
    } catch (IOException failed) {
      Optional<String> fault =
          TlsHandshake.fault(failed, tls, "CASSANDRA", "CASSANDRA_CONTACT_POINTS");
      if (fault.isPresent()) {
        return sentence(fault.get());
      }
      return speaksPlainly()
          ? sentence("does not speak TLS: set CASSANDRA_TLS=false")
          : TlsHandshake.faultOnceMore(host, port, tls, "CASSANDRA", "CASSANDRA_CONTACT_POINTS")
              .flatMap(this::sentence);
    }
  }

  private boolean speaksPlainly() {
    try (Socket socket = TlsHandshake.plain(host, port)) {
      return (ask(socket) & ANSWER) != 0;
    } catch (IOException silent) {
      return false;
    }
  }

  /** Whether what is no TLS is answered by an alert, or by a closed connection but TLS is not. */
  private boolean speaksTls() {
    try (Socket socket = TlsHandshake.plain(host, port)) {
      return ask(socket) == TlsHandshake.ALERT;
    } catch (SocketTimeoutException silent) {
      return false;
    } catch (IOException closed) {
      return greetsInTls();
    }
  }

  private boolean greetsInTls() {
    try (Socket socket = TlsHandshake.open(host, port, Tls.OF_THE_JVM)) {
      return socket.isConnected();
    } catch (IOException failed) {
      return TlsHandshake.fault(failed, Tls.OF_THE_JVM, "CASSANDRA", "CASSANDRA_CONTACT_POINTS")
          .isPresent();
    }
  }

  /** The first byte of the answer. */
  private static int ask(Socket socket) throws IOException {
    NativeProtocol.ask(socket);
    int first = socket.getInputStream().read();
    if (first < 0) {
      throw new EOFException("closed");
    }
    return first;
  }

  private Optional<String> sentence(String what) {
    return Optional.of("Cassandra at %s %s".formatted(CassandraConnection.hostAndPort(node), what));
  }
}
