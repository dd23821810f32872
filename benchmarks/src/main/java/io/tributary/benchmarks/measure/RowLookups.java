package io.tributary.benchmarks.measure;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.benchmarks.lookup.ApiLookup;
import io.tributary.benchmarks.lookup.ConsoleJvm;
import io.tributary.benchmarks.lookup.DriverLookup;
import io.tributary.benchmarks.lookup.Lookup;
import io.tributary.benchmarks.lookup.LookupLoad;
import io.tributary.benchmarks.produce.Users;
import io.tributary.benchmarks.report.Result;
import io.tributary.benchmarks.report.Spread;
import io.tributary.benchmarks.stage.Stage;
import io.tributary.benchmarks.stage.SteadyLoad;
import io.tributary.benchmarks.variant.CpuTime;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.mapping.MappedRecord;
import io.tributary.runtime.lifecycle.Lifecycle;
import io.tributary.stack.consumer.ConsumerProcess;
import io.tributary.stack.host.Ports;
import io.tributary.stack.process.ChildProcess;
import io.tributary.stack.process.ResidentMemory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * How fast rows are found by key through the console's API, beside the driver alone, while records
 * arrive and become rows at a steady rate.
 */
public final class RowLookups implements Measure {
  private static final String API = "api";
  private static final String DRIVER = "driver";
  private static final String CLIENT = "client";
  private static final String CONSOLE = "console";
  private static final String CASSANDRA = "cassandra";

  private static final int CONNECTIONS = 32;
  private static final int RECORDS_PER_SECOND = 200;
  private static final int STEADY_LOOKUPS_PER_SECOND = 200;
  private static final int CLOSED_SECONDS = 10;
  private static final int OPEN_SECONDS = 20;

  /** Java compiles code for the last time when it has run some ten thousand times. */
  private static final int WARM_UP_SECONDS = 40;

  /** More than one client asks for in this measure. */
  private static final int MOST_REQUESTS_PER_SECOND = 100_000;

  private static final String TOKEN = "benchmark-operator";
  private static final Duration LAND_LIMIT = Duration.ofMinutes(5);
  private static final double NANOS_PER_MICRO = 1e3;
  private static final double BYTES_PER_MEBIBYTE = 1 << 20;

  private final Stage stage;
  private final Extent extent;

  /** Figures of each round by variant, and then by column. */
  private final Map<String, Map<String, List<Double>>> found = new LinkedHashMap<>();

  public RowLookups(Stage stage, Extent extent) {
    this.stage = stage;
    this.extent = extent;
  }

  @Override
  public String name() {
    return "lookups";
  }

  @Override
  public String question() {
    return String.format(
        Locale.ROOT,
        "How fast is a row of %,d found by its key, while %d records a second arrive?",
        extent.records(),
        RECORDS_PER_SECOND);
  }

  @Override
  public Result run() throws Exception {
    Stage.Definition users = stage.definition("users", text -> text);
    stage.publish(users.pipeline(), extent.records());
    List<String> keys = keys(users.pipeline());
    int status = new Ports().free();
    try (Lifecycle parts = new Lifecycle()) {
      ConsumerProcess consumer =
          parts.add(
              "consumer",
              stage.startConsumer(
                  users, "consumer", Map.of("STATUS_PORT", Integer.toString(status))));
      consumer
          .process()
          .awaitReady(() -> stage.rows(users.pipeline()) >= extent.records(), LAND_LIMIT);
      ConsoleJvm console = parts.add("console", console(users, status));
      console.start(port -> findsOne(port, users, keys.get(0)));
      Map<String, ChildProcess> processes =
          Map.of(
              CONSOLE,
              console.process(),
              CASSANDRA,
              Objects.requireNonNull(stage.servers().get(CASSANDRA)));
      Map<String, LookupLoad> variants = new LinkedHashMap<>();
      variants.put(API, new LookupLoad(keys, () -> api(console.port(), users), CONNECTIONS));
      variants.put(
          DRIVER,
          new LookupLoad(
              keys, () -> new DriverLookup(stage.session(), users.pipeline()), CONNECTIONS));
      stage.say("warming up");
      for (LookupLoad load : variants.values()) {
        load.closed(WARM_UP_SECONDS);
      }
      Rounds.each(
          1,
          extent.rounds(),
          variants.entrySet(),
          (round, variant) ->
              measure(round, variant.getKey(), variant.getValue(), users.pipeline(), processes));
    }
    return new Result(
        name(),
        question(),
        List.of(
            line(API, "the API, over %s connections".formatted(CONNECTIONS)),
            line(DRIVER, "the driver alone, %s at a time".formatted(CONNECTIONS))),
        Map.of("api_vs_driver", Rounds.ratio(of(API, "look-ups/s"), of(DRIVER, "look-ups/s"))));
  }

  private List<String> keys(Pipeline pipeline) {
    Users users = new Users(pipeline, Stage.SEED);
    List<String> keys = new ArrayList<>();
    for (int page = 1; keys.size() < extent.records(); page++) {
      for (MappedRecord user :
          users.page(page, Math.min(Users.PAGE, extent.records() - keys.size())).records()) {
        keys.add(new String(((MappedRecord.Event) user).key(), UTF_8));
      }
    }
    return keys;
  }

  private ConsoleJvm console(Stage.Definition users, int status) throws Exception {
    return new ConsoleJvm(
        stage.checkout(),
        Map.of(
            "KAFKA_BOOTSTRAP_SERVERS", stage.kafka(),
            "CASSANDRA_CONTACT_POINTS", stage.cassandra(),
            "CASSANDRA_DATACENTER", Stage.datacenter(),
            "PIPELINES", users.file().resolveSibling("").toString(),
            "CONSUMER_URL", "http://%s:%s".formatted(Ports.LOOPBACK, status),
            "CONSOLE_OPERATOR_PASSWORD", TOKEN,
            "CONSOLE_REQUESTS_PER_SECOND", Integer.toString(MOST_REQUESTS_PER_SECOND)),
        stage.log("console"));
  }

  private static Lookup api(int port, Stage.Definition definition) throws Exception {
    return new ApiLookup(port, definition.pipeline().name(), TOKEN);
  }

  private static boolean findsOne(int port, Stage.Definition definition, String key)
      throws Exception {
    try (Lookup connection = api(port, definition)) {
      connection.find(key);
      return true;
    }
  }

  private void measure(
      int round,
      String variant,
      LookupLoad load,
      Pipeline pipeline,
      Map<String, ChildProcess> processes)
      throws Exception {
    int seconds = CLOSED_SECONDS + OPEN_SECONDS;
    try (SteadyLoad arriving =
        new SteadyLoad(stage.kafka(), pipeline, seconds * RECORDS_PER_SECOND, RECORDS_PER_SECOND)) {
      arriving.begin();
      Map<String, Duration> before = cpu(processes);
      LookupLoad.Times closed = load.closed(CLOSED_SECONDS);
      Map<String, Duration> cpu = CpuTime.between(before, cpu(processes));
      LookupLoad.Times open = load.open(STEADY_LOOKUPS_PER_SECOND, OPEN_SECONDS);
      arriving.awaitPublished();
      add(variant, "look-ups/s", closed.rate());
      add(variant, "p50 ms at 200/s", open.millis(0.5));
      add(variant, "p99 ms at 200/s", open.millis(0.99));
      for (String process : List.of(CLIENT, CONSOLE, CASSANDRA)) {
        add(
            variant,
            process + " µs",
            Objects.requireNonNull(cpu.get(process)).toNanos()
                / NANOS_PER_MICRO
                / closed.nanos().length);
      }
      add(
          variant,
          "console MiB",
          ResidentMemory.of(Objects.requireNonNull(processes.get(CONSOLE)).pid())
              / BYTES_PER_MEBIBYTE);
      stage.say(
          String.format(
              Locale.ROOT,
              "round %d of %d: %s %,.0f look-ups/s; at %d/s p50 %.1f, p99 %.1f ms",
              round,
              extent.rounds(),
              variant,
              closed.rate(),
              STEADY_LOOKUPS_PER_SECOND,
              open.millis(0.5),
              open.millis(0.99)));
    }
  }

  private static Map<String, Duration> cpu(Map<String, ChildProcess> processes) {
    Map<String, Duration> cpu = new LinkedHashMap<>(CpuTime.of(processes));
    cpu.put(CLIENT, CpuTime.of(ProcessHandle.current().pid()));
    return cpu;
  }

  private void add(String variant, String column, double figure) {
    found
        .computeIfAbsent(variant, unknown -> new LinkedHashMap<>())
        .computeIfAbsent(column, unknown -> new ArrayList<>())
        .add(figure);
  }

  private List<Double> of(String variant, String column) {
    return Objects.requireNonNull(
        Objects.requireNonNull(found.get(variant), variant).get(column), column);
  }

  private Result.Line line(String variant, String title) {
    Map<String, Spread> figures = new LinkedHashMap<>();
    Objects.requireNonNull(found.get(variant), variant)
        .forEach((column, rounds) -> figures.put(column, Spread.of(rounds)));
    return new Result.Line(variant, title, figures);
  }
}
