package io.tributary.benchmarks.order;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Orders and signals as lines of JSON over a connection. Signals may come from any thread. */
public final class OrderLines implements Closeable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Socket connection;
  private final BufferedReader in;
  private final BufferedWriter out;

  public OrderLines(Socket connection) throws IOException {
    this.connection = connection;
    connection.setTcpNoDelay(true);
    this.in =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
    this.out =
        new BufferedWriter(
            new OutputStreamWriter(connection.getOutputStream(), StandardCharsets.UTF_8));
  }

  public void send(Order order) throws IOException {
    write(order);
  }

  void send(Signal signal) throws IOException {
    write(signal);
  }

  private synchronized void write(Object message) throws IOException {
    out.write(JSON.writeValueAsString(message));
    out.newLine();
    out.flush();
  }

  /** The next order; nothing when there will be none. */
  Optional<Order> order() throws IOException {
    return next(Order.class);
  }

  /** The next signal; nothing when the other side is gone. */
  public Optional<Signal> signal() throws IOException {
    return next(Signal.class);
  }

  private <T> Optional<T> next(Class<T> type) throws IOException {
    String line = in.readLine();
    return line == null ? Optional.empty() : Optional.of(JSON.readValue(line, type));
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
