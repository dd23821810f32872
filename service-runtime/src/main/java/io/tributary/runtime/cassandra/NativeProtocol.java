package io.tributary.runtime.cassandra;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * The smallest question of Cassandra's native protocol: OPTIONS, which every node answers with
 * SUPPORTED before any login. A driver's session would ask the same for a second of processor time.
 */
public final class NativeProtocol {
  private static final int ANSWER_LIMIT_MILLIS = 2_000;
  // Version 4 request, no flags, stream 0, opcode OPTIONS, empty body.
  private static final byte[] OPTIONS = {0x04, 0, 0, 0, 0x05, 0, 0, 0, 0};
  private static final int OPCODE_AT = 4;
  private static final int SUPPORTED = 0x06;

  private NativeProtocol() {}

  /**
   * Whether a node answers at this address.
   *
   * @throws IOException when nothing does within two seconds
   */
  public static boolean answers(InetSocketAddress address) throws IOException {
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(ANSWER_LIMIT_MILLIS);
      socket.connect(address, ANSWER_LIMIT_MILLIS);
      ask(socket);
      byte[] header = new byte[OPTIONS.length];
      new DataInputStream(socket.getInputStream()).readFully(header);
      return header[OPCODE_AT] == SUPPORTED;
    }
  }

  /** Sends the question. */
  static void ask(Socket socket) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(OPTIONS);
    out.flush();
  }
}
