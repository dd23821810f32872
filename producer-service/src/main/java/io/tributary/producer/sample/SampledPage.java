package io.tributary.producer.sample;

import com.fasterxml.jackson.databind.JsonNode;
import io.tributary.model.definition.Deletes;
import io.tributary.model.definition.Event;
import io.tributary.model.definition.Field;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.mapping.MappedRecord;
import io.tributary.model.mapping.PageSigns;
import io.tributary.model.refusal.Refusal;
import io.tributary.producer.source.FirstPage;
import io.tributary.producer.source.SourceEnd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A page, what its records became, and what is doubtful about that.
 *
 * @param from the URL or file that it came from
 * @param rows the mapped records' events, in the page's order
 * @param filled how many of them have a value of the source, by the definition's order of fields
 * @param next the request after it, without what may be secret
 * @param end how the source said that it has no more, if it did
 * @param signs what the answer says about the pages after it
 */
public record SampledPage(
    Pipeline pipeline,
    String from,
    int records,
    List<JsonNode> rows,
    List<Integer> filled,
    List<RejectedRecord> rejected,
    Optional<String> next,
    Optional<SourceEnd> end,
    PageSigns signs,
    List<Doubt> doubts) {

  public SampledPage {
    rows = List.copyOf(rows);
    filled = List.copyOf(filled);
    rejected = List.copyOf(rejected);
    doubts = List.copyOf(doubts);
  }

  /**
   * A record that the definition does not accept.
   *
   * @param index in the page, counted from 0
   * @param pointers where the field at fault comes from, separated by commas; empty where it is no
   *     field's fault
   * @param value what the source has there, as JSON; none where that is several values or nothing
   */
  public record RejectedRecord(
      int index, Refusal refusal, String pointers, Optional<JsonNode> value) {}

  /** How many of the events delete their row. */
  public long deletions() {
    return pipeline.event().deletes().any()
        ? rows.stream().filter(event -> event.path(Deletes.MEMBER).booleanValue()).count()
        : 0;
  }

  static SampledPage of(Pipeline pipeline, String from, FirstPage first, byte[] answer) {
    List<MappedRecord> mapped = first.page().records();
    List<JsonNode> sources = SourceRecords.of(pipeline, answer);
    List<JsonNode> rows = new ArrayList<>();
    List<RejectedRecord> rejected = new ArrayList<>();
    int[] filled = new int[pipeline.event().fields().size()];
    for (int i = 0; i < mapped.size(); i++) {
      if (mapped.get(i) instanceof MappedRecord.Event event) {
        rows.add(parsed(event.value()));
        for (int column = 0; column < filled.length; column++) {
          filled[column] += event.filled().has(column) ? 1 : 0;
        }
      } else if (mapped.get(i) instanceof MappedRecord.Rejected refused) {
        rejected.add(rejected(pipeline.event(), i, refused.refusal(), sources.get(i)));
      }
    }
    return new SampledPage(
        pipeline,
        from,
        mapped.size(),
        rows,
        java.util.Arrays.stream(filled).boxed().toList(),
        rejected,
        first.next(),
        first.end(),
        first.page().signs(),
        new Doubts(pipeline, mapped, sources).all());
  }

  private static RejectedRecord rejected(Event event, int index, Refusal refusal, JsonNode source) {
    Optional<Field> field =
        event.fields().stream().filter(one -> one.name().equals(refusal.field())).findFirst();
    String pointers =
        field.stream()
            .flatMap(one -> one.origin().pointers().stream())
            .map(String::valueOf)
            .collect(Collectors.joining(", "));
    Optional<JsonNode> value =
        field
            .filter(one -> one.origin().pointers().size() == 1)
            .map(one -> source.at(one.origin().pointers().get(0)))
            .filter(found -> !found.isMissingNode());
    return new RejectedRecord(index, refusal, pointers, value);
  }

  private static JsonNode parsed(byte[] event) {
    try {
      return SourceRecords.JSON.readTree(event);
    } catch (IOException ofOurOwnMaking) {
      throw new UncheckedIOException(ofOurOwnMaking);
    }
  }
}
