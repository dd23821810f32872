package io.tributary.benchmarks.measure;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.benchmarks.order.DecodingRound;
import io.tributary.benchmarks.order.DecodingRound.Entry;
import io.tributary.benchmarks.produce.Users;
import io.tributary.benchmarks.report.Result;
import io.tributary.benchmarks.report.Spread;
import io.tributary.benchmarks.stage.Stage;
import io.tributary.benchmarks.variant.VariantJvm;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.EventEncoder;
import io.tributary.model.event.EventEncoder.Encoded;
import io.tributary.model.event.Framing;
import io.tributary.model.mapping.MappedRecord;
import io.tributary.model.mapping.PageMapper;
import io.tributary.model.schema.EventSchema;
import io.tributary.runtime.lifecycle.Lifecycle;
import io.tributary.stack.host.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/**
 * How fast records of each format become the values of rows, and how large they are. Each way has a
 * JVM of its own: what else one reads changes what its compiler makes of the code.
 */
public final class EventDecoding implements Measure {
  private static final String JSON = "json";
  private static final String JSON_SCHEMA = "json_schema";
  private static final String AVRO = "avro";
  private static final String LIBRARY = "avro_library";
  private static final String FROM_AVRO = "from_avro";
  private static final String CONNECT = "connect_converter";
  private static final int ID = 7;
  private static final int PAGES = 4;

  private final Stage stage;
  private final Extent extent;

  public EventDecoding(Stage stage, Extent extent) {
    this.stage = stage;
    this.extent = extent;
  }

  @Override
  public String name() {
    return "decoding";
  }

  @Override
  public String question() {
    return String.format(
        Locale.ROOT, "How fast are %,d records in memory decoded, by format?", extent.records());
  }

  @Override
  public boolean needsServers() {
    return false;
  }

  /**
   * A way to decode.
   *
   * @param order what its JVM calls it
   * @param definition of the events that it reads
   */
  private record Way(
      String name, String title, String module, String main, String order, String definition) {}

  private List<Way> ways() throws IOException {
    String avro = definition("avro");
    return List.of(
        ours(JSON, "plain JSON", definition("json")),
        ours(JSON_SCHEMA, "JSON, framed", definition("json-schema")),
        ours(AVRO, "Avro, framed: the values of a row, checked", avro),
        new Way(
            FROM_AVRO,
            "Spark's from_avro: a row of Spark's, unchecked",
            "spark",
            "SparkMain",
            FROM_AVRO,
            avro),
        new Way(
            CONNECT,
            "Apicurio's converter for Connect: a Struct",
            "connect",
            "ConnectMain",
            CONNECT,
            avro));
  }

  private static Way ours(String name, String title, String definition) {
    return new Way(name, title, "plain", "PlainMain", "our_decoding", definition);
  }

  @Override
  public Result run() throws Exception {
    List<MappedRecord.Event> events = events();
    Map<String, CpuRounds.Timing> readers = new LinkedHashMap<>();
    Map<String, Double> bytes = new LinkedHashMap<>();
    Map<String, String> titles = new LinkedHashMap<>();
    CpuRounds rounds = new CpuRounds(stage, extent);
    Path folder = Files.createTempDirectory("decoding");
    try (Lifecycle jvms = new Lifecycle()) {
      for (Way way : ways()) {
        Pipeline pipeline = parse(way.definition());
        List<Entry> records = records(pipeline, events);
        Path file = folder.resolve(way.name());
        DecodingRound.write(file, records);
        VariantJvm jvm = jvms.add(way.name(), jvm(way));
        jvm.start();
        Map<String, String> settings =
            Map.of(
                "definition",
                way.definition(),
                "schema",
                EventSchema.of(pipeline).map(EventSchema::text).orElse(""));
        readers.put(
            way.name(),
            turns ->
                Objects.requireNonNull(
                    jvm.run(DecodingRound.order(way.order(), file, settings, turns), Map.of())
                        .figures()
                        .get(DecodingRound.MICROS)));
        titles.put(way.name(), way.title());
        bytes.put(way.name(), average(records));
        if (way.name().equals(AVRO)) {
          readers.put(LIBRARY, CpuRounds.here(library(pipeline, records), records.size()));
          titles.put(LIBRARY, "Avro's library: a GenericRecord, unchecked");
          bytes.put(LIBRARY, average(records));
        }
      }
      rounds.time(readers, events.size());
    } finally {
      Folders.delete(folder);
    }
    Map<String, Spread> ratios = new LinkedHashMap<>();
    ratios.put("cpu_avro_vs_json", rounds.ratio(AVRO, JSON));
    ratios.put("cpu_avro_vs_library", rounds.ratio(AVRO, LIBRARY));
    ratios.put("cpu_avro_vs_from_avro", rounds.ratio(AVRO, FROM_AVRO));
    ratios.put("cpu_avro_vs_connect", rounds.ratio(AVRO, CONNECT));
    List<Result.Line> lines = new ArrayList<>();
    titles.forEach((name, title) -> lines.add(line(name, title, rounds, bytes)));
    return new Result(name(), question(), lines, ratios);
  }

  private VariantJvm jvm(Way way) throws Exception {
    return new VariantJvm(
        stage.checkout(),
        "benchmarks/" + way.module(),
        List.of(),
        "io.tributary.benchmarks.%s.%s".formatted(way.module(), way.main()),
        List.of(),
        stage.log("decoding-" + way.name()));
  }

  private List<MappedRecord.Event> events() throws Exception {
    Pipeline plain = parse(definition("json"));
    Users users = new Users(plain, "bench");
    PageMapper mapper = new PageMapper(plain);
    List<MappedRecord.Event> events = new ArrayList<>();
    for (int number = 1; number <= PAGES; number++) {
      for (MappedRecord mapped : mapper.map(users.body(number, Users.PAGE)).records()) {
        events.add((MappedRecord.Event) mapped);
      }
    }
    return events;
  }

  private static List<Entry> records(Pipeline pipeline, List<MappedRecord.Event> events) {
    EventEncoder encoder = EventEncoder.of(pipeline, ID);
    return events.stream()
        .map(
            event ->
                new Entry(
                    event.key(),
                    ((Encoded.Value) encoder.encode(event.key(), event.value())).bytes()))
        .toList();
  }

  /** The users' definition, whose events are in this format. */
  private String definition(String format) throws IOException {
    return Files.readString(stage.checkout().resolve("pipelines/users.yaml"))
        .replaceAll("(?m)^  (format|schema-id): .*\\n", "")
        .replace("  name: users_created\n", "  name: users_created\n  format: " + format + "\n");
  }

  private static Pipeline parse(String definition) throws Exception {
    return Pipeline.parse(Path.of("users.yaml"), definition.getBytes(UTF_8));
  }

  /** One record after the other into the same object, as Spark and Connect do. */
  private static CpuRounds.Reader library(Pipeline pipeline, List<Entry> records) {
    Schema schema = new Schema.Parser().parse(EventSchema.of(pipeline).orElseThrow().text());
    GenericDatumReader<GenericRecord> reader = new GenericDatumReader<>(schema);
    return () -> {
      BinaryDecoder decoder = null;
      GenericRecord record = null;
      for (Entry one : records) {
        byte[] value = one.value();
        decoder =
            DecoderFactory.get()
                .binaryDecoder(value, Framing.LENGTH, value.length - Framing.LENGTH, decoder);
        record = reader.read(record, decoder);
      }
    };
  }

  private static double average(List<Entry> records) {
    return records.stream().mapToInt(one -> one.value().length).average().orElseThrow();
  }

  private static Result.Line line(
      String name, String title, CpuRounds rounds, Map<String, Double> bytes) {
    Map<String, Spread> figures = rounds.figures(name);
    figures.put("bytes", Spread.of(List.of(Objects.requireNonNull(bytes.get(name), name))));
    return new Result.Line(name, title, figures);
  }
}
