package io.tributary.benchmarks.lookup;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.tributary.stack.host.Ports;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Locale;

/**
 * Asks the console's API over one connection that stays open. Reads no more of HTTP than it needs:
 * a whole client would take more of the processor than the console.
 */
public final class ApiLookup implements Lookup {
  private static final int LIMIT_MILLIS = 30_000;
  private static final String LENGTH = "content-length:";
  private static final String FOUND = "HTTP/1.1 200 ";

  private final String before;
  private final String after;
  private final Socket socket;
  private final InputStream in;

  /**
   * @param port of the console
   * @param pipeline its name
   * @param token of an operator
   */
  public ApiLookup(int port, String pipeline, String token) throws IOException {
    this.before = "GET /api/v1/pipelines/%s/rows?key=".formatted(pipeline);
    this.after =
        " HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\n\r\n"
            .formatted(Ports.LOOPBACK, token);
    this.socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(LIMIT_MILLIS);
    socket.connect(Ports.address(port));
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  @Override
  public void find(String key) throws IOException {
    socket.getOutputStream().write((before + key + after).getBytes(ISO_8859_1));
    String status = line();
    int length = -1;
    for (String header = line(); !header.isEmpty(); header = line()) {
      if (header.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
        length = Integer.parseInt(header.substring(LENGTH.length()).strip());
      }
    }
    if (length < 0) {
      throw new IOException("the answer does not tell its length: " + status);
    }
    byte[] content = in.readNBytes(length);
    String body = new String(content, ISO_8859_1);
    if (!status.startsWith(FOUND) || !body.contains(key)) {
      throw new IOException("the console answered %s: %s".formatted(status, body));
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int read = in.read(); read != '\n'; read = in.read()) {
      if (read < 0) {
        throw new EOFException("the console closed the connection");
      }
      line.append((char) read);
    }
    line.setLength(Math.max(0, line.length() - 1));
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
