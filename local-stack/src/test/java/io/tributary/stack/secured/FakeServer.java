package io.tributary.stack.secured;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.jspecify.annotations.Nullable;

/** A server on the loopback address that answers the first requests of a connection. */
final class FakeServer implements AutoCloseable {
  private static final int LARGEST_REQUEST = 1 << 20;

  /** What it does with a connection, until it returns or fails. */
  interface Conversation {
    void hold(DataInputStream in, OutputStream out) throws IOException;
  }

  private final ServerSocket server;
  private final Thread thread;

  private FakeServer(ServerSocket server, Conversation conversation) {
    this.server = server;
    this.thread = new Thread(() -> serve(conversation), "fake-server");
    thread.setDaemon(true);
    thread.start();
  }

  static FakeServer plain(Conversation conversation) throws IOException {
    return new FakeServer(
        ServerSocketFactory.getDefault().createServerSocket(0, 5, InetAddress.getLoopbackAddress()),
        conversation);
  }

  /**
   * @param wantsCertificate from each client
   */
  static FakeServer tls(SSLContext context, boolean wantsCertificate, Conversation conversation)
      throws IOException {
    SSLServerSocket server =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 5, InetAddress.getLoopbackAddress());
    server.setNeedClientAuth(wantsCertificate);
    return new FakeServer(server, conversation);
  }

  private void serve(Conversation conversation) {
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        conversation.hold(new DataInputStream(client.getInputStream()), client.getOutputStream());
      } catch (IOException ended) {
        // the client's affair, or the test is over
      }
    }
  }

  int port() {
    return server.getLocalPort();
  }

  String address() {
    return "127.0.0.1:" + Integer.toString(port());
  }

  /** Kafka's answers to ApiVersions and SaslHandshake. */
  static Conversation kafka(int handshakeError, @Nullable String mechanism) {
    return (in, out) -> {
      while (true) {
        int size = in.readInt();
        if (size < 0 || size > LARGEST_REQUEST) {
          return; // as a broker does
        }
        byte[] request = in.readNBytes(size);
        boolean versions = request[1] == 18;
        ByteBuffer answer = ByteBuffer.allocate(64);
        answer.putInt(0).putInt(0);
        if (versions) {
          answer.putShort((short) 0).putInt(0);
        } else {
          answer.putShort((short) handshakeError).putInt(mechanism == null ? 0 : 1);
          if (mechanism != null) {
            answer.putShort((short) mechanism.length());
            answer.put(mechanism.getBytes(StandardCharsets.UTF_8));
          }
        }
        answer.putInt(0, answer.position() - 4);
        out.write(answer.array(), 0, answer.position());
        out.flush();
      }
    };
  }

  /** Cassandra's answer to OPTIONS, and nothing more. */
  static Conversation cassandra() {
    return (in, out) -> {
      if (in.readNBytes(9).length == 9) {
        out.write(new byte[] {(byte) 0x84, 0, 0, 0, 0x06, 0, 0, 0, 2, 0, 0});
        out.flush();
      }
    };
  }

  /** Returns when the port is closed, which it is only when nobody accepts any more. */
  @Override
  public void close() throws IOException {
    server.close();
    try {
      thread.join();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
