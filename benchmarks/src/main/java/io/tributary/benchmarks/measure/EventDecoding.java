package io.tributary.benchmarks.measure;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.benchmarks.produce.Users;
import io.tributary.benchmarks.report.Result;
import io.tributary.benchmarks.report.Spread;
import io.tributary.benchmarks.stage.Stage;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.Decoded;
import io.tributary.model.event.EventEncoder;
import io.tributary.model.event.EventEncoder.Encoded;
import io.tributary.model.event.Framing;
import io.tributary.model.event.RecordDecoder;
import io.tributary.model.event.WriterSchema;
import io.tributary.model.mapping.MappedRecord;
import io.tributary.model.mapping.PageMapper;
import io.tributary.model.schema.EventSchema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/** How fast records of each format become the values of rows, and how large they are. */
public final class EventDecoding implements Measure {
  private static final String JSON = "json";
  private static final String JSON_SCHEMA = "json_schema";
  private static final String AVRO = "avro";
  private static final String LIBRARY = "avro_library";
  private static final int ID = 7;
  private static final int PAGES = 4;

  private final Stage stage;
  private final Extent extent;

  /**
   * A format.
   *
   * @param values of the records
   * @param reader reads one of them
   */
  private record Format(List<byte[]> values, Reader reader) {
    double bytes() {
      return values.stream().mapToInt(value -> value.length).average().orElseThrow();
    }

    void readAll(List<byte[]> keys) throws Exception {
      for (int i = 0; i < keys.size(); i++) {
        reader.read(keys.get(i), values.get(i));
      }
    }
  }

  /** Reads the record with this key and this value. */
  @FunctionalInterface
  private interface Reader {
    void read(byte[] key, byte[] value) throws Exception;
  }

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

  @Override
  public Result run() throws Exception {
    Pipeline plain = pipeline("json");
    Users users = new Users(plain, "bench");
    PageMapper mapper = new PageMapper(plain);
    List<MappedRecord.Event> events = new ArrayList<>();
    for (int number = 1; number <= PAGES; number++) {
      for (MappedRecord mapped : mapper.map(users.body(number, Users.PAGE)).records()) {
        events.add((MappedRecord.Event) mapped);
      }
    }
    List<byte[]> keys = events.stream().map(MappedRecord.Event::key).toList();
    Map<String, Format> formats = new LinkedHashMap<>();
    formats.put(JSON, ours("json", events));
    formats.put(JSON_SCHEMA, ours("json-schema", events));
    formats.put(AVRO, ours("avro", events));
    formats.put(LIBRARY, new Format(Objects.requireNonNull(formats.get(AVRO)).values(), library()));
    Map<String, CpuRounds.Reader> readers = new LinkedHashMap<>();
    formats.forEach((name, format) -> readers.put(name, () -> format.readAll(keys)));
    CpuRounds rounds = new CpuRounds(stage, extent);
    rounds.run(readers, keys.size());
    Map<String, Spread> ratios = new LinkedHashMap<>();
    ratios.put("cpu_avro_vs_json", rounds.ratio(AVRO, JSON));
    ratios.put("cpu_avro_vs_library", rounds.ratio(AVRO, LIBRARY));
    return new Result(
        name(),
        question(),
        List.of(
            line(JSON, "plain JSON", rounds, formats),
            line(JSON_SCHEMA, "JSON, framed", rounds, formats),
            line(AVRO, "Avro, framed: the values of a row, checked", rounds, formats),
            line(LIBRARY, "Avro's library: a GenericRecord, unchecked", rounds, formats)),
        ratios);
  }

  private Pipeline pipeline(String format) throws Exception {
    Path file = stage.checkout().resolve("pipelines/users.yaml");
    String text =
        Files.readString(file)
            .replace(
                "  name: users_created\n", "  name: users_created\n  format: " + format + "\n");
    return Pipeline.parse(file, text.getBytes(UTF_8));
  }

  private Format ours(String format, List<MappedRecord.Event> events) throws Exception {
    Pipeline pipeline = pipeline(format);
    EventEncoder encoder = EventEncoder.of(pipeline, ID);
    List<byte[]> values = new ArrayList<>();
    for (MappedRecord.Event event : events) {
      values.add(((Encoded.Value) encoder.encode(event.key(), event.value())).bytes());
    }
    WriterSchema schema =
        EventSchema.of(pipeline)
            .map(known -> WriterSchema.of(known.type(), known.text(), pipeline))
            .orElseGet(WriterSchema::json);
    RecordDecoder decoder = new RecordDecoder(pipeline, id -> schema);
    return new Format(
        values,
        (key, value) -> {
          if (!(decoder.decode(key, value, null) instanceof Decoded.Row)) {
            throw new IllegalStateException("no row");
          }
        });
  }

  /** One record after the other into the same object, as Spark and Connect do. */
  private Reader library() throws Exception {
    Schema schema =
        new Schema.Parser().parse(EventSchema.of(pipeline("avro")).orElseThrow().text());
    GenericDatumReader<GenericRecord> reader = new GenericDatumReader<>(schema);
    BinaryDecoder[] decoder = {DecoderFactory.get().binaryDecoder(new byte[0], null)};
    GenericRecord[] record = {new GenericData.Record(schema)};
    return (key, value) -> {
      decoder[0] =
          DecoderFactory.get()
              .binaryDecoder(value, Framing.LENGTH, value.length - Framing.LENGTH, decoder[0]);
      record[0] = reader.read(record[0], decoder[0]);
    };
  }

  private static Result.Line line(
      String name, String title, CpuRounds rounds, Map<String, Format> formats) {
    Map<String, Spread> figures = rounds.figures(name);
    figures.put(
        "bytes", Spread.of(List.of(Objects.requireNonNull(formats.get(name), name).bytes())));
    return new Result.Line(name, title, figures);
  }
}
