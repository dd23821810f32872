package io.tributary.runtime.tls;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** Opens connections to see whether they work, and says why they do not. */
public final class TlsHandshake {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

  /** The first byte of what a TLS server answers to what is no TLS: an alert (RFC 8446, 5.1). */
  public static final int ALERT = 0x15;

  private TlsHandshake() {}

  /** A connection without TLS, on which reads take 5 s at most. */
  public static Socket plain(String host, int port) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(host, port), (int) CONNECT_LIMIT.toMillis());
      socket.setSoTimeout((int) ANSWER_LIMIT.toMillis());
      return socket;
    } catch (IOException failed) {
      socket.close();
      throw failed;
    }
  }

  /**
   * A connection with TLS, which the server has accepted, but for the client's certificate: with
   * TLS 1.3 a server may refuse that with its first answer.
   *
   * @throws IOException for which {@link #fault} may know the reason
   */
  public static Socket open(String host, int port, Tls tls) throws IOException {
    Socket connected = plain(host, port);
    try {
      SSLSocket socket =
          (SSLSocket) tls.context().getSocketFactory().createSocket(connected, host, port, true);
      if (tls.hostNameCheck()) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
      }
      socket.startHandshake();
      return socket;
    } catch (IOException failed) {
      connected.close();
      throw failed;
    } catch (GeneralSecurityException unusable) {
      connected.close();
      throw new IOException(unusable.getMessage(), unusable);
    }
  }

  /**
   * What is wrong with certificates, and which setting to look at, as the rest of a sentence about
   * the server; nothing when the failure has other reasons.
   *
   * @param prefix of the variables, such as {@code KAFKA}
   * @param addresses the variable that names the hosts
   */
  public static Optional<String> fault(
      Throwable failure, Tls tls, String prefix, String addresses) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String said = String.valueOf(cause.getMessage());
      if (cause instanceof CertificateExpiredException
          || cause instanceof CertificateNotYetValidException) {
        return Optional.of(
            "has a certificate that is not valid now (%s): renew it, or set the clock right"
                .formatted(said));
      }
      if (said.startsWith("No subject alternative")
          || said.startsWith("No name matching")
          || said.startsWith("Certificate for")) {
        return Optional.of(
            "has a certificate for another host (%s): name the host in %s as the certificate does, or set %s_HOST_NAME_CHECK=false"
                .formatted(said, addresses, prefix));
      }
      if (cause instanceof CertPathBuilderException
          || (cause instanceof CertPathValidatorException && cause.getCause() == null)) {
        return Optional.of(
            "has a certificate that none of the trusted authorities has signed: "
                + (tls.authorities().isEmpty()
                    ? "set %s_CA_FILE to its authority's certificate".formatted(prefix)
                    : "check %s_CA_FILE".formatted(prefix)));
      }
      if (cause instanceof SSLException && said.contains("fatal alert")) {
        return Optional.of(alert(said, tls, prefix));
      }
    }
    return Optional.empty();
  }

  /**
   * The same for a connection that broke after the handshake: connects once more and only listens,
   * since an answer is lost where the server has closed what is written to.
   */
  public static Optional<String> faultOnceMore(
      String host, int port, Tls tls, String prefix, String addresses) {
    try (Socket socket = open(host, port, tls)) {
      socket.getInputStream().read();
      return Optional.empty();
    } catch (IOException failed) {
      return fault(failed, tls, prefix, addresses);
    }
  }

  private static String alert(String said, Tls tls, String prefix) {
    String word = said.substring(said.lastIndexOf(' ') + 1).toLowerCase(Locale.ROOT);
    String both = "%1$s_CERTIFICATE_FILE and %1$s_KEY_FILE".formatted(prefix);
    if (word.contains("protocol_version") || word.contains("unrecognized_name")) {
      return "refuses the TLS connection (%s)".formatted(word);
    }
    return tls.hasCertificate()
        ? "does not accept the client's certificate (%s): check %s".formatted(word, both)
        : "wants a certificate from the client (%s): set %s".formatted(word, both);
  }
}
