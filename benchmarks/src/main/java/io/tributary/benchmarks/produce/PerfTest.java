package io.tributary.benchmarks.produce;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.benchmarks.order.Order;
import io.tributary.benchmarks.order.Variant;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.mapping.MappedRecord;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.tools.ProducerPerformance;

/**
 * What {@code kafka-producer-perf-test} says about the same records, with the producer's settings:
 * each line of its payload has an event's bytes and those of the key and the headers that ours has
 * beside.
 */
final class PerfTest implements Variant {
  private static final Pattern RATE = Pattern.compile("([0-9.]+) records/sec");

  @Override
  public Map<String, Double> run(Order order, Runnable began) throws Exception {
    Path payload = Path.of(order.text("scratch"), "payload.txt");
    if (!Files.exists(payload)) {
      Files.createDirectories(payload.getParent());
      Files.writeString(payload, payload(Pipeline.load(Path.of(order.text("definition")))));
    }
    PrintStream before = System.out;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    began.run();
    try {
      System.setOut(new PrintStream(said, true, UTF_8));
      ProducerPerformance.main(
          new String[] {
            "--topic",
            order.text("topic"),
            "--num-records",
            order.text("records"),
            "--throughput",
            "-1",
            "--payload-file",
            payload.toString(),
            "--producer-props",
            "bootstrap.servers=" + order.text("kafka"),
            "acks=all",
            "enable.idempotence=true",
            "compression.type=lz4",
            "linger.ms=5",
            "batch.size=65536",
            "buffer.memory=33554432"
          });
    } finally {
      System.setOut(before);
    }
    return Map.of(SECONDS, order.number("records") / lastRate(said.toString(UTF_8)));
  }

  private static double lastRate(String said) {
    Matcher rates = RATE.matcher(said);
    double last = 0;
    while (rates.find()) {
      last = Double.parseDouble(rates.group(1));
    }
    if (last == 0) {
      throw new IllegalStateException("the tool names no rate: " + said);
    }
    return last;
  }

  private static String payload(Pipeline pipeline) {
    List<MappedRecord> records = new Users(pipeline, "bench").page(1, Users.PAGE).records();
    return records.stream()
        .map(record -> (MappedRecord.Event) record)
        .map(
            event ->
                new String(event.value(), UTF_8)
                    + new String(event.key(), UTF_8)
                    + "run_id bench pipeline users source_cursor bench/1/1234")
        .collect(Collectors.joining("\n"));
  }
}
