package io.tributary.model.definition;

import io.tributary.model.text.Quoted;
import io.tributary.model.yaml.Section;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads what a table is besides its columns: how long rows live, and Cassandra's options. */
final class TableOptions {
  /** Those of Cassandra 5.0 that have one value. */
  private static final List<String> VALUES =
      List.of(
          "additional_write_policy",
          "allow_auto_snapshot",
          "bloom_filter_fp_chance",
          "cdc",
          "comment",
          "crc_check_chance",
          "gc_grace_seconds",
          "incremental_backups",
          "max_index_interval",
          "memtable",
          "memtable_flush_period_in_ms",
          "min_index_interval",
          "read_repair",
          "speculative_retry");

  /** Those that have names and values. */
  private static final List<String> ENTRIES = List.of("caching", "compaction", "compression");

  private final Section table;
  private final Map<String, TableOption> values = new LinkedHashMap<>();

  TableOptions(Section table) {
    this.table = table;
  }

  /** How long a row lives, if not for ever. */
  Optional<Duration> ttl() {
    if (!table.has("ttl")) {
      return Optional.empty();
    }
    Optional<Duration> ttl = table.duration("ttl");
    if (ttl.isEmpty()) {
      return ttl;
    }
    String text = table.text("ttl", "a duration").orElse("");
    if (text.endsWith("ms") || ttl.get().compareTo(Table.LONGEST_TTL) > 0) {
      table.problem(
          "ttl",
          Quoted.quote(text),
          String.format(Locale.ROOT, "a time to live from 1s to %dd", Table.LONGEST_TTL.toDays()));
      return Optional.empty();
    }
    return ttl;
  }

  /** Reads the section {@code options}. */
  void read(Section options) {
    for (String name : VALUES) {
      options
          .text(name, "a text or a number")
          .ifPresent(text -> values.put(name, new TableOption.Value(text)));
    }
    for (String name : ENTRIES) {
      if (options.has(name)) {
        values.put(name, new TableOption.Entries(options.map(name)));
      }
    }
    if (options.has("default_time_to_live")) {
      options.problem(
          "default_time_to_live",
          "default_time_to_live, which counts from the writing",
          "'ttl' of the table, which counts from the record's time");
    }
    options.end();
  }

  /** What {@link #read} found, by the option's name. */
  Map<String, TableOption> values() {
    return values;
  }
}
