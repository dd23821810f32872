package io.tributary.runtime.kafka;

import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.tls.TlsHandshake;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sees whether a broker speaks as the settings say, before a client of Kafka's connects: that one
 * takes the first bytes of any answer for a size and asks for so much memory, 352 MB for a TLS
 * alert (KAFKA-4090), or tries again for ever where it should say which setting is wrong.
 */
public final class KafkaProbe {
  private static final short API_VERSIONS = 18;
  private static final short SASL_HANDSHAKE = 17;

  /** More than any answer to the two requests. */
  private static final int LARGEST_ANSWER = 1 << 20;

  private static final int UNSUPPORTED_SASL_MECHANISM = 33;
  private static final int ILLEGAL_SASL_STATE = 34;

  private static final String PROTOCOL = "KAFKA_SECURITY_PROTOCOL";
  private static final String PREFIX = "KAFKA";
  private static final String ADDRESSES = "KAFKA_BOOTSTRAP_SERVERS";

  private final KafkaSecurity security;
  private final String server;
  private final String host;
  private final int port;

  /**
   * @param server host and port, as the settings have them
   */
  private KafkaProbe(KafkaSecurity security, String server, String host, int port) {
    this.security = security;
    this.server = server;
    this.host = host;
    this.port = port;
  }

  /**
   * Returns when one of the brokers speaks as the settings say.
   *
   * @throws IOException when no broker answers, as while they start: another try may succeed
   * @throws UsageException when a broker answers, and a setting is wrong; the message names it
   */
  public static void check(KafkaConnection kafka) throws IOException, UsageException {
    IOException silent = new IOException("no broker");
    for (String server : kafka.bootstrapServers()) {
      int colon = server.lastIndexOf(':');
      String host = server.substring(0, Math.max(colon, 0)).replaceAll("[\\[\\]]", "");
      Optional<Integer> port = port(server.substring(colon + 1));
      if (host.isEmpty() || port.isEmpty()) {
        return; // Kafka's own clients say what is wrong with it
      }
      try {
        new KafkaProbe(kafka.security(), server, host, port.get()).check();
        return;
      } catch (UnknownHostException unknown) {
        silent = new IOException("unknown host " + host, unknown);
      } catch (IOException failed) {
        silent = failed;
      }
    }
    throw silent;
  }

  private static Optional<Integer> port(String text) {
    return text.matches("\\d{1,5}") && Integer.parseInt(text) <= 65_535
        ? Optional.of(Integer.valueOf(text))
        : Optional.empty();
  }

  private void check() throws IOException, UsageException {
    if (security.protocol().tls()) {
      checkTls();
    } else {
      try (Socket socket = TlsHandshake.plain(host, port)) {
        checkRequests(socket);
      }
    }
  }

  private void checkTls() throws IOException, UsageException {
    try (Socket socket = TlsHandshake.open(host, port, security.tls())) {
      checkRequests(socket);
    } catch (IOException failed) {
      Optional<String> fault = TlsHandshake.fault(failed, security.tls(), PREFIX, ADDRESSES);
      if (fault.isPresent()) {
        throw wrong(fault.get(), failed);
      }
      if (speaksPlainly()) {
        throw wrong(
            "does not speak TLS: set %s to %s"
                .formatted(
                    PROTOCOL,
                    security.protocol().login()
                        ? SecurityProtocol.SASL_PLAINTEXT
                        : SecurityProtocol.PLAINTEXT),
            failed);
      }
      fault = TlsHandshake.faultOnceMore(host, port, security.tls(), PREFIX, ADDRESSES);
      if (fault.isPresent()) {
        throw wrong(fault.get(), failed);
      }
      throw failed;
    }
  }

  private boolean speaksPlainly() {
    try (Socket socket = TlsHandshake.plain(host, port)) {
      request(socket, API_VERSIONS, 0, new byte[0]);
      return true;
    } catch (IOException | UsageException other) {
      return false;
    }
  }

  private void checkRequests(Socket socket) throws IOException, UsageException {
    request(socket, API_VERSIONS, 0, new byte[0]);
    // a listener without login refuses the request, whatever mechanism is asked for
    String mechanism = security.protocol().login() ? security.mechanism().kafkaName() : "NONE";
    ByteBuffer answer;
    try {
      answer = request(socket, SASL_HANDSHAKE, 1, text(mechanism));
    } catch (IOException unknown) {
      return; // it is Kafka; the rest is for its own clients to say
    }
    int error = answer.getShort();
    if (!security.protocol().login() && error != ILLEGAL_SASL_STATE) {
      throw wrong(
          "wants a login (%s): set %s to %s, and KAFKA_USERNAME and KAFKA_PASSWORD"
              .formatted(
                  String.join(", ", mechanisms(answer)),
                  PROTOCOL,
                  security.protocol().tls()
                      ? SecurityProtocol.SASL_SSL
                      : SecurityProtocol.SASL_PLAINTEXT));
    }
    if (security.protocol().login() && error == ILLEGAL_SASL_STATE) {
      throw wrong(
          "takes no login: set %s to %s"
              .formatted(
                  PROTOCOL,
                  security.protocol().tls() ? SecurityProtocol.SSL : SecurityProtocol.PLAINTEXT));
    }
    if (security.protocol().login() && error == UNSUPPORTED_SASL_MECHANISM) {
      throw wrong(
          "does not take %s, only %s: set KAFKA_SASL_MECHANISM"
              .formatted(mechanism, String.join(", ", mechanisms(answer))));
    }
  }

  private static List<String> mechanisms(ByteBuffer answer) {
    List<String> mechanisms = new ArrayList<>();
    int count = answer.getInt();
    for (int i = 0; i < count; i++) {
      byte[] name = new byte[answer.getShort()];
      answer.get(name);
      mechanisms.add(new String(name, StandardCharsets.UTF_8));
    }
    return mechanisms;
  }

  private static byte[] text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(Short.BYTES + bytes.length)
        .putShort((short) bytes.length)
        .put(bytes)
        .array();
  }

  /** The answer's body, by Kafka's protocol: size, correlation id, body. */
  private ByteBuffer request(Socket socket, short api, int version, byte[] body)
      throws IOException, UsageException {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    DataOutputStream fields = new DataOutputStream(request);
    fields.writeShort(api);
    fields.writeShort(version);
    fields.writeInt(0); // the correlation id
    fields.write(text("tributary-probe"));
    fields.write(body);
    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
    out.write(
        ByteBuffer.allocate(Integer.BYTES + request.size())
            .putInt(request.size())
            .put(request.toByteArray())
            .array());
    out.flush();
    DataInputStream in = new DataInputStream(socket.getInputStream());
    int size = in.readInt();
    if (size >>> 24 == TlsHandshake.ALERT) {
      throw wrong(
          "speaks TLS: set %s to %s"
              .formatted(
                  PROTOCOL,
                  security.protocol().login()
                      ? SecurityProtocol.SASL_SSL
                      : "SSL, or to SASL_SSL where it wants a login"));
    }
    if (size < Integer.BYTES || size > LARGEST_ANSWER) {
      throw wrong("does not answer as Kafka does: name its brokers in " + ADDRESSES);
    }
    byte[] answer = new byte[size];
    in.readFully(answer);
    return ByteBuffer.wrap(answer).position(Integer.BYTES);
  }

  private UsageException wrong(String what) {
    return new UsageException(sentence(what));
  }

  private UsageException wrong(String what, Throwable cause) {
    return new UsageException(sentence(what), cause);
  }

  private String sentence(String what) {
    return "Kafka at %s %s".formatted(server, what);
  }
}
