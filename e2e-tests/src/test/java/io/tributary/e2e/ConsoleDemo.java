package io.tributary.e2e;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * A demo that stays up, on a source of the test's own: orders, of which one has its country in
 * upper case, which the definition refuses until it is changed.
 */
final class ConsoleDemo implements AutoCloseable {
  static final int ORDERS = 40;
  private static final int MANY = 60_000;
  static final String REFUSED_KEY = key(7);

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String AS_IT_IS = "trim";
  private static final String CHANGED = "trim, lower-case";

  private static final String DEFINITION =
      """
      name: orders
      source: {url: "http://127.0.0.1:PORT/orders", records: /orders, paging: {type: none}}
      event:
        key: id
        fields:
          - {name: id, type: uuid, from: /id, required: true}
          - {name: customer, type: text, from: /customer, required: true, personal: true}
          - {name: country, type: text, from: /country, required: true, clean: [CLEANING], one-of: [de, no, tr]}
          - {name: cents, type: bigint, from: /cents, required: true}
      topic: {name: orders}
      table: {keyspace: shop, name: orders}
      """;

  private final HttpServer source;
  private final AtomicInteger count;
  private final Path definition;
  private final Path out;
  private final Path err;
  private final Process demo;

  private ConsoleDemo(
      HttpServer source, AtomicInteger count, Path definition, Path out, Path err, Process demo) {
    this.source = source;
    this.count = count;
    this.definition = definition;
    this.out = out;
    this.err = err;
    this.demo = demo;
  }

  /** Starts it in an empty folder; returns at once. */
  static ConsoleDemo start(Path folder) throws IOException {
    AtomicInteger count = new AtomicInteger(ORDERS);
    HttpServer source =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    source.createContext(
        "/orders",
        exchange -> {
          byte[] orders = orders(count.get()).getBytes(StandardCharsets.UTF_8);
          try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, orders.length);
            exchange.getResponseBody().write(orders);
          }
        });
    source.start();
    Path definition = Files.createDirectories(folder.resolve("pipelines")).resolve("orders.yaml");
    write(definition, source, AS_IT_IS);
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    return new ConsoleDemo(
        source, count, definition, out, err, process(folder, definition, out, err));
  }

  private static Process process(Path folder, Path definition, Path out, Path err)
      throws IOException {
    return tributary(
        out,
        err,
        "demo",
        "--keep",
        "--users",
        Integer.toString(ORDERS),
        "--pipeline",
        definition.toString(),
        "--data",
        folder.resolve("data").toString());
  }

  private static Process tributary(Path out, Path err, String... arguments) throws IOException {
    String jars = Files.readString(ROOT.resolve("local-stack/target/classpath")).strip();
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dtributary.home=" + ROOT,
                "-cp",
                ROOT.resolve("local-stack/target/classes") + ":" + jars,
                "io.tributary.stack.frontdoor.Tributary"));
    words.addAll(List.of(arguments));
    ProcessBuilder command =
        new ProcessBuilder(words).redirectOutput(out.toFile()).redirectError(err.toFile());
    command.environment().put("LOG_LEVEL", "WARN");
    return command.start();
  }

  private static void write(Path definition, HttpServer source, String cleaning)
      throws IOException {
    String port = Integer.toString(source.getAddress().getPort());
    Files.writeString(definition, DEFINITION.replace("PORT", port).replace("CLEANING", cleaning));
  }

  private static String orders(int count) {
    ObjectNode page = new ObjectMapper().createObjectNode();
    ArrayNode orders = page.putArray("orders");
    for (int number = 0; number < count; number++) {
      orders
          .addObject()
          .put("id", key(number))
          .put("customer", "Customer <b>%s</b>".formatted(number))
          .put("country", key(number).equals(REFUSED_KEY) ? "NO" : "no")
          .put("cents", 100 + number);
    }
    return page.toString();
  }

  static String key(int number) {
    return String.format(Locale.ROOT, "00000000-0000-4000-8000-%012d", number);
  }

  /** Where the console is, once the demo has verified its run. */
  URI console() throws IOException {
    return URI.create(printed("console +(http://[^ ]+)"));
  }

  /** What operators of the console sign in with. */
  String operatorPassword() throws IOException {
    return printed("operators sign in with ([0-9a-f]+)");
  }

  private String printed(String pattern) throws IOException {
    Pattern wanted = Pattern.compile(pattern);
    Awaitility.await()
        .atMost(PATIENCE)
        .failFast("the demo ended; see " + err, () -> !demo.isAlive())
        .until(() -> wanted.matcher(Files.readString(out)).find());
    Matcher found = wanted.matcher(Files.readString(out));
    if (!found.find()) {
      throw new IllegalStateException("gone from " + out);
    }
    return found.group(1);
  }

  /** Changes the definition so that all orders are good. */
  void changeDefinition() throws IOException {
    write(definition, source, CHANGED);
  }

  /** Has another run publish many more orders; returns at once. */
  Process publishMore() throws IOException {
    count.set(MANY);
    return tributary(
        out.resolveSibling("more.txt"),
        err.resolveSibling("more-err.txt"),
        "produce",
        "--records",
        "all",
        "--pipeline",
        definition.toString(),
        "--kafka",
        printed("Kafka +([0-9.:]+)"),
        "--cassandra",
        printed("Cassandra +([0-9.:]+)"));
  }

  @Override
  public void close() {
    source.stop(0);
    demo.destroy(); // SIGTERM: it stops all that it started
    try {
      if (demo.waitFor(60, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    demo.descendants().forEach(ProcessHandle::destroyForcibly);
    demo.destroyForcibly();
  }
}
