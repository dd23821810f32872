package io.tributary.drills.cases;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.datastax.oss.driver.api.core.cql.Row;
import io.tributary.drills.console.ConsoleWitness;
import io.tributary.drills.environment.DrillConsumer;
import io.tributary.drills.environment.DrillEnvironment;
import io.tributary.drills.environment.ServiceProcess;
import io.tributary.drills.environment.TopicReader;
import io.tributary.drills.settle.Account;
import io.tributary.drills.source.RecordingSource;
import io.tributary.drills.source.SourceTruth;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A source that gives a web page for a page of users, and rows that disappear behind everybody's
 * back: the run is red, the console says why and where its records are, and the same run again is
 * green.
 */
final class RunsRed implements Case {
  private static final String RUN = "told-by-the-console";
  private static final int BAD_EVERY = 50;
  private static final int PAGE = 1_000;
  private static final int LOST = 3;

  @Override
  public String name() {
    return "runs-red";
  }

  @Override
  public String claim() {
    return "a run that a lying source or missing rows make red says why in the console, names the records, and the same run again is green";
  }

  @Override
  public void prepare(DrillEnvironment environment) throws Exception {
    environment.definition().change("page-size: 5000", "page-size: " + PAGE);
  }

  @Override
  public Account play(DrillEnvironment environment) throws Exception {
    ConsoleWitness console = environment.console();
    DrillConsumer consumer = environment.startConsumer();
    consumer.awaitRunning();
    String page = "/pipelines/%s/runs/%s".formatted(environment.pipeline().name(), RUN);
    try (RecordingSource source = new RecordingSource(BAD_EVERY)) {
      source.start();

      environment.faults().note("the source gives a web page for each page but the first");
      source.lie(true);
      produce(environment, source, "something that is no page");
      console.hear(
          "the source lies", page, title("failed"), "the answer is neither an object nor a list");
      console.hear("the source lies", "/", "1 needs attention", "Last run failed");
      askForRejected(environment, console);

      source.lie(false);
      produce(environment, source, "");
      verify(environment, "5m", "");
      console.hear(
          "the source tells the truth and the same run was repeated", page, title("verified"));

      List<String> lost = places(environment, loseRows(environment));
      verify(environment, "5s", "neither row nor dead letter");
      List<String> words =
          new ArrayList<>(
              List.of(title("not verified"), "missing " + LOST, "Missing, all of them:"));
      words.addAll(lost);
      console.hear("rows are missing", page, words.toArray(String[]::new));
      console.hear(
          "a row is missing",
          "/record?position=" + lost.get(0),
          "missing",
          "it is neither a row nor a dead letter");
      console.hear("rows are missing", "/", "1 needs attention", "Last run not verified");

      produce(environment, source, "");
      verify(environment, "5m", "");
      console.hear("the same run was repeated", "/", "none needs attention", "Last run verified");
      SourceTruths.write(environment, new SourceTruth(source.served()));
    }
    return environment.settleUndying(consumer);
  }

  /** How the page of the run begins. */
  private static String title(String status) {
    return "Run %s %s of pipeline".formatted(RUN, status);
  }

  private static Path receipt(DrillEnvironment environment) {
    return environment.folder().resolve("receipt.json");
  }

  private static Path log(DrillEnvironment environment, String name) {
    return environment.folder().resolve("logs").resolve(name + ".log");
  }

  /**
   * The one run.
   *
   * @param why it must fail, as it says; empty where it must end well
   */
  private static void produce(DrillEnvironment environment, RecordingSource source, String why)
      throws Exception {
    List<String> arguments =
        List.of(
            "--run-id",
            RUN,
            "--records",
            Integer.toString(2 * PAGE),
            "--source",
            source.url().toString(),
            "--give-up-after",
            why.isEmpty() ? "5m" : "2s",
            "--receipt",
            receipt(environment).toString(),
            "--pipeline",
            environment.definition().file().toString());
    try (ServiceProcess producer =
        ServiceProcess.producer(
            environment.checkout(),
            arguments,
            environment.connectionSettings(),
            log(environment, "producer"))) {
      end(producer, why);
    }
  }

  private static void verify(DrillEnvironment environment, String timeout, String why)
      throws Exception {
    List<String> arguments =
        List.of(
            "--receipt",
            receipt(environment).toString(),
            "--timeout",
            timeout,
            "--pipeline",
            environment.definition().file().toString());
    try (ServiceProcess verifier =
        ServiceProcess.verifier(
            environment.checkout(),
            arguments,
            environment.connectionSettings(),
            log(environment, "verifier"))) {
      end(verifier, why);
    }
  }

  /**
   * @param why it must fail, as it says; empty where it must end well
   */
  private static void end(ServiceProcess service, String why) throws Exception {
    service.start();
    if (why.isEmpty()) {
      service.awaitSuccess("It did not end well");
    } else {
      service.awaitFailure(why);
    }
  }

  /** A record that could not be mapped, by its place in the source. */
  private static void askForRejected(DrillEnvironment environment, ConsoleWitness console)
      throws Exception {
    List<ConsumerRecord<byte[], byte[]>> rejected =
        new TopicReader(environment.stack().kafka().bootstrapServers())
            .read(List.of(environment.pipeline().topic().rejected()));
    DrillEnvironment.require(!rejected.isEmpty(), "The source's first page had no bad record.");
    ConsumerRecord<byte[], byte[]> one = rejected.get(0);
    String cursor = new String(one.headers().lastHeader("source_cursor").value(), UTF_8);
    console.hear(
        "a record cannot be mapped",
        "/record?cursor=" + URLEncoder.encode(cursor, UTF_8),
        "a dead letter",
        place(one),
        new String(one.headers().lastHeader("reason").value(), UTF_8));
  }

  /** Where in Kafka the newest records with these keys are. */
  private static List<String> places(DrillEnvironment environment, List<String> keys)
      throws Exception {
    Map<String, String> places = new LinkedHashMap<>();
    keys.forEach(key -> places.put(key, "nowhere"));
    for (ConsumerRecord<byte[], byte[]> record :
        new TopicReader(environment.stack().kafka().bootstrapServers())
            .read(List.of(environment.pipeline().topic().name()))) {
      places.replace(new String(record.key(), UTF_8), place(record));
    }
    return List.copyOf(places.values());
  }

  private static String place(ConsumerRecord<byte[], byte[]> record) {
    return String.format(
        Locale.ROOT, "%s-%d@%d", record.topic(), record.partition(), record.offset());
  }

  /** Deletes some rows as no record does, and returns their keys. */
  private static List<String> loseRows(DrillEnvironment environment) throws Exception {
    environment
        .faults()
        .note(String.format(Locale.ROOT, "%d rows are deleted behind everybody's back", LOST));
    String table = environment.pipeline().mainTable().fullName();
    List<String> lost = new ArrayList<>();
    for (Row row :
        environment.session().execute("SELECT id FROM %s LIMIT %s".formatted(table, LOST))) {
      lost.add(String.valueOf(row.getUuid(0)));
    }
    for (String id : lost) {
      environment.session().execute("DELETE FROM %s WHERE id = %s".formatted(table, id));
    }
    return lost;
  }
}
