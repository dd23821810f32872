package io.tributary.console.record;

import com.fasterxml.jackson.databind.JsonNode;
import io.tributary.console.mask.Masks;
import io.tributary.console.record.RecordTrace.InTable;
import io.tributary.console.text.MarkedText;
import io.tributary.console.web.Format;
import io.tributary.console.web.Links;
import io.tributary.model.deadletter.DeadLetter;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.definition.Table;
import io.tributary.model.event.EventHeaders;
import io.tributary.model.mapping.SourceRecordMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The way of a record as a list of steps for people.
 *
 * @param mask why something is masked
 */
public record TraceView(RecordTrace trace, List<Step> steps, Optional<String> mask) {

  /**
   * A step.
   *
   * @param style of its mark: good, bad or quiet
   * @param text to show as it is
   */
  public record Step(
      String title, String style, String said, List<Fact> facts, Optional<MarkedText> text) {}

  /**
   * Something that is known of a step.
   *
   * @param link to its page; empty for none
   */
  public record Fact(String name, String value, String link) {
    static Fact of(String name, String value) {
      return new Fact(name, value, "");
    }
  }

  /** What a visitor may see of a trace. */
  public static TraceView of(RecordTrace trace, Masks masks) {
    List<Step> steps = new ArrayList<>();
    trace.record().ifPresent(record -> steps.add(source(trace.pipeline(), record)));
    trace.record().ifPresent(record -> steps.add(inKafka(trace, record, masks)));
    trace.tables().forEach(table -> steps.add(inTable(trace, table, masks)));
    trace.letter().ifPresent(letter -> steps.add(letter(trace.pipeline(), masks.letter(letter))));
    trace.successor().ifPresent(by -> steps.add(successor(trace, by)));
    return new TraceView(trace, steps, masks.why());
  }

  private static Step source(Pipeline pipeline, TopicRecord record) {
    Optional<String> cursor = record.header(EventHeaders.SOURCE_CURSOR);
    Optional<String> run = record.header(EventHeaders.RUN_ID);
    List<Fact> facts = new ArrayList<>();
    facts.add(Fact.of("Source", pipeline.source().url().toString()));
    cursor.ifPresent(place -> facts.add(Fact.of("Place", place)));
    run.ifPresent(id -> facts.add(new Fact("Run", id, Links.run(pipeline, id))));
    return new Step(
        "Source",
        "quiet",
        cursor.isEmpty()
            ? "The record does not say where it comes from: another program may have published it."
            : "",
        facts,
        Optional.empty());
  }

  private static Step inKafka(RecordTrace trace, TopicRecord record, Masks masks) {
    Pipeline pipeline = trace.pipeline();
    List<Fact> facts = new ArrayList<>();
    facts.add(Fact.of("Place", record.position().toString()));
    facts.add(Fact.of("Published", time(record.published())));
    if (record.time() != record.published()) {
      facts.add(Fact.of("Counts with the time", time(record.time())));
    }
    record
        .replays()
        .ifPresent(
            letter ->
                facts.add(
                    new Fact("Replays", letter.toString(), Links.deadLetter(pipeline, letter))));
    facts.add(
        Fact.of(
            "Size",
            "key %s, value %s"
                .formatted(
                    Format.count(record.key() == null ? 0 : record.key().length, "byte"),
                    Format.count(record.valueBytes(), "byte"))));
    record
        .schemaId(pipeline)
        .ifPresent(id -> facts.add(new Fact("Schema", "id " + id, Links.schema(pipeline, id))));
    facts.add(Fact.of("Key", record.keyText().map(masks::key).orElse("none")));
    for (Map.Entry<String, String> header : masks.headers(record.headers()).entrySet()) {
      facts.add(Fact.of("Header " + header.getKey(), header.getValue()));
    }
    boolean rejected = !record.position().topic().equals(pipeline.topic().name());
    return new Step(
        rejected ? "Rejected record in Kafka" : "Event in Kafka",
        "quiet",
        said(trace, rejected),
        facts,
        trace.event().isPresent()
            ? trace.event().map(masks::event).map(TraceView::plain)
            : value(pipeline, record, rejected, masks));
  }

  private static String said(RecordTrace trace, boolean rejected) {
    if (rejected) {
      return "The producer could not map it; this is the source's record.";
    }
    return trace.event().isPresent()
        ? "Its value is in another format than JSON; these are the values that it stands for."
        : "";
  }

  private static MarkedText plain(JsonNode json) {
    return new MarkedText(List.of(new MarkedText.Part(json.toString(), false)), 0);
  }

  /** The bytes as they are, or what of the event the visitor may see. */
  private static Optional<MarkedText> value(
      Pipeline pipeline, TopicRecord record, boolean rejected, Masks masks) {
    byte[] value = record.value();
    if (value == null) {
      return Optional.empty();
    }
    if (!masks.isActive()) {
      return Optional.of(
          MarkedText.of(rejected ? new SourceRecordMapper(pipeline).withoutHidden(value) : value));
    }
    return rejected ? Optional.empty() : masks.event(value).map(TraceView::plain);
  }

  private static Step inTable(RecordTrace trace, InTable table, Masks masks) {
    List<Fact> facts = new ArrayList<>();
    String name = table.table().fullName();
    facts.add(new Fact("Table", name, rowLink(trace, table.table(), masks)));
    if (table.match() != RecordTrace.Match.NONE) {
      facts.add(Fact.of("Written with the time", Format.millis(table.written()) + " UTC"));
    }
    if (!table.differing().isEmpty()) {
      facts.add(Fact.of("Other values in", String.join(", ", table.differing())));
    }
    return switch (table.match()) {
      case THIS -> new Step("Row", "good", differing(table), facts, Optional.empty());
      case NEWER -> new Step("Row of a newer record", "quiet", "", facts, Optional.empty());
      case OLDER -> new Step("Row of an older record", "bad", "", facts, Optional.empty());
      case NONE ->
          new Step(
              "No row",
              "quiet",
              table.expired() ? "Rows of this age have expired." : "",
              facts,
              Optional.empty());
    };
  }

  /** To the row itself, where the key of the record is the key of the row. */
  private static String rowLink(RecordTrace trace, Table table, Masks masks) {
    String key = trace.pipeline().event().key();
    Optional<String> given =
        trace.query() instanceof RecordQuery.ByKey byKey
            ? Optional.of(byKey.key())
            : trace.record().flatMap(TopicRecord::keyText);
    return table.key().equals(List.of(key)) && !masks.hides(key) && given.isPresent()
        ? Links.row(trace.pipeline(), table, given.get())
        : Links.rows(trace.pipeline(), table);
  }

  private static String differing(InTable table) {
    return table.differing().isEmpty()
        ? ""
        : "The row has the record's time, but not all of its values: the definition has changed since, or another program writes into the table.";
  }

  private static Step letter(Pipeline pipeline, DeadLetter letter) {
    List<Fact> facts = new ArrayList<>();
    facts.add(
        new Fact(
            "Dead letter",
            letter.position().toString(),
            Links.deadLetter(pipeline, letter.position())));
    facts.add(Fact.of("Reason", letter.reason()));
    if (letter.field() != null) {
      facts.add(Fact.of("Field", letter.field()));
    }
    facts.add(Fact.of("Detail", letter.detail()));
    facts.add(Fact.of("State", letter.state()));
    if (letter.stateNote() != null) {
      facts.add(Fact.of("Note", letter.stateNote()));
    }
    return new Step(
        "Dead letter",
        letter.state().equals("open") ? "bad" : "quiet",
        "",
        facts,
        Optional.empty());
  }

  private static Step successor(RecordTrace trace, TopicRecord by) {
    List<Fact> facts = new ArrayList<>();
    facts.add(
        new Fact("Place", by.position().toString(), Links.record(trace.pipeline(), by.position())));
    facts.add(Fact.of("Published", time(by.published())));
    by.header(EventHeaders.RUN_ID)
        .ifPresent(id -> facts.add(new Fact("Run", id, Links.run(trace.pipeline(), id))));
    return new Step(
        trace.outcome() == RecordTrace.Outcome.DELETED ? "Deleted by" : "Superseded by",
        "quiet",
        "",
        facts,
        Optional.empty());
  }

  private static String time(long millis) {
    return Format.millis(Instant.ofEpochMilli(millis)) + " UTC";
  }
}
