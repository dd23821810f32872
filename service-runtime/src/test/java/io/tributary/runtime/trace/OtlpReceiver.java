package io.tributary.runtime.trace;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import io.tributary.runtime.http.HttpListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes traces by OTLP over HTTP, and reads the protobuf as far as the tests look at it. */
final class OtlpReceiver implements AutoCloseable {
  /**
   * @param parent empty of a span that is part of none
   * @param error what it failed of; empty if it did not
   */
  record Received(
      String traceId,
      String id,
      String parent,
      String name,
      long startNanos,
      long endNanos,
      Map<String, Object> attributes,
      boolean failed,
      String error) {}

  private static final int ERROR = 2;

  private final HttpListener listener;
  private final String url;
  final List<Received> spans = new CopyOnWriteArrayList<>();
  final Map<String, Object> resource = new TreeMap<>();
  final List<Map<String, List<String>>> headers = new CopyOnWriteArrayList<>();
  final List<String> paths = new CopyOnWriteArrayList<>();
  volatile int status = 200;

  OtlpReceiver() throws IOException {
    listener = new HttpListener("receiver", "127.0.0.1", 0, "choose another port", this::take);
    listener.start();
    String root = listener.root().toString();
    url = root.substring(0, root.length() - 1);
  }

  /** Where it listens, or did. */
  String url() {
    return url;
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      paths.add(exchange.getRequestURI().getPath());
      headers.add(Map.copyOf(exchange.getRequestHeaders()));
      read(ByteBuffer.wrap(body));
      exchange.sendResponseHeaders(status, -1);
    }
  }

  @Override
  public void close() {
    listener.close();
  }

  /** ExportTraceServiceRequest: 1 resource spans; in them 1 resource, 2 scope spans. */
  private void read(ByteBuffer request) {
    each(
        request,
        (field, resourceSpans) ->
            each(
                resourceSpans,
                (part, content) -> {
                  if (part == 1) {
                    each(content, (one, attribute) -> put(resource, attribute));
                  } else if (part == 2) {
                    each(content, this::readScopeSpans);
                  }
                }));
  }

  private void readScopeSpans(int field, ByteBuffer content) {
    if (field != 2) {
      return;
    }
    Map<Integer, Object> values = new HashMap<>();
    Map<String, Object> attributes = new TreeMap<>();
    Map<Integer, Object> state = new HashMap<>();
    scan(
        content,
        (number, value) -> {
          switch (number) {
            case 9 -> put(attributes, (ByteBuffer) value);
            case 15 -> scan((ByteBuffer) value, state::put);
            default -> values.put(number, value);
          }
        });
    spans.add(
        new Received(
            hex(there(values, 1)),
            hex(there(values, 2)),
            values.containsKey(4) ? hex(there(values, 4)) : "",
            text(there(values, 5)),
            (long) there(values, 7),
            (long) there(values, 8),
            attributes,
            state.getOrDefault(3, 0L).equals((long) ERROR),
            state.containsKey(2) ? text(there(state, 2)) : ""));
  }

  /** KeyValue: 1 key, 2 value; of that 1 text, 2 boolean, 3 integer. */
  private static void put(Map<String, Object> attributes, ByteBuffer keyValue) {
    Map<Integer, Object> pair = new HashMap<>();
    scan(keyValue, pair::put);
    scan(
        (ByteBuffer) there(pair, 2),
        (kind, value) ->
            attributes.put(
                text(there(pair, 1)),
                switch (kind) {
                  case 1 -> text(value);
                  case 2 -> value.equals(1L);
                  default -> value;
                }));
  }

  private static Object there(Map<Integer, Object> fields, int number) {
    return Objects.requireNonNull(fields.get(number));
  }

  private static String text(Object bytes) {
    return UTF_8.decode(((ByteBuffer) bytes).duplicate()).toString();
  }

  private static String hex(Object bytes) {
    byte[] copy = new byte[((ByteBuffer) bytes).remaining()];
    ((ByteBuffer) bytes).duplicate().get(copy);
    return HexFormat.of().formatHex(copy);
  }

  private interface Field<T> {
    void read(int number, T value);
  }

  private static void each(ByteBuffer message, Field<ByteBuffer> field) {
    scan(
        message,
        (number, value) -> {
          if (value instanceof ByteBuffer content) {
            field.read(number, content);
          }
        });
  }

  /** The fields of a message: numbers as long, everything else as bytes. */
  private static void scan(ByteBuffer message, Field<Object> field) {
    ByteBuffer left = message.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    while (left.hasRemaining()) {
      long tag = varint(left);
      int number = (int) (tag >>> 3);
      switch ((int) (tag & 7)) {
        case 0 -> field.read(number, varint(left));
        case 1 -> field.read(number, left.getLong());
        case 2 -> {
          int length = (int) varint(left);
          field.read(number, left.slice(left.position(), length));
          left.position(left.position() + length);
        }
        case 5 -> field.read(number, (long) left.getInt());
        default -> throw new IllegalStateException("no such wire type in tag " + tag);
      }
    }
  }

  private static long varint(ByteBuffer from) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = from.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }
}
