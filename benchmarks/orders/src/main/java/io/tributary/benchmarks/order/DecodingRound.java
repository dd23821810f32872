package io.tributary.benchmarks.order;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One round of a variant that decodes records from memory, in the processor time of its thread. */
public final class DecodingRound {
  /** The figure: microseconds of the processor for each record. */
  public static final String MICROS = "micros";

  private static final double NANOS_PER_MICRO = 1e3;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final Map<Path, List<Entry>> READ = new HashMap<>();

  private DecodingRound() {}

  /** Key and value of a record. */
  @SuppressWarnings("ArrayRecordComponent") // decoded, never compared
  public record Entry(byte[] key, byte[] value) {}

  /** Decodes a record. */
  @FunctionalInterface
  public interface Decoder {
    void decode(byte[] key, byte[] value) throws Exception;
  }

  /**
   * The order to decode the records in a file, so many times.
   *
   * @param settings of the variant
   */
  public static Order order(String variant, Path records, Map<String, String> settings, int turns) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("records", records.toString());
    all.put("turns", Integer.toString(turns));
    return new Order(variant, all);
  }

  /** Does what that order says. For one thread. */
  public static Map<String, Double> run(Order order, Runnable began, Decoder decoder)
      throws Exception {
    Path file = Path.of(order.text("records"));
    List<Entry> records = READ.get(file);
    if (records == null) {
      records = read(file);
      READ.put(file, records);
    }
    long turns = order.number("turns");
    began.run();
    long start = System.nanoTime();
    long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    for (long turn = 0; turn < turns; turn++) {
      for (Entry one : records) {
        decoder.decode(one.key(), one.value());
      }
    }
    long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
    return Map.of(
        Variant.SECONDS,
        (System.nanoTime() - start) / NANOS_PER_SECOND,
        MICROS,
        nanos / NANOS_PER_MICRO / ((double) turns * records.size()));
  }

  /** Writes the file of an order. */
  public static void write(Path file, List<Entry> records) throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      out.writeInt(records.size());
      for (Entry one : records) {
        out.writeInt(one.key().length);
        out.write(one.key());
        out.writeInt(one.value().length);
        out.write(one.value());
      }
    }
  }

  private static List<Entry> read(Path file) throws IOException {
    List<Entry> records = new ArrayList<>();
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      for (int left = in.readInt(); left > 0; left--) {
        records.add(new Entry(in.readNBytes(in.readInt()), in.readNBytes(in.readInt())));
      }
    }
    return records;
  }
}
