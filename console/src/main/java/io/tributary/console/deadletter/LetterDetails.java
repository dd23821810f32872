package io.tributary.console.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.tributary.console.mask.Masks;
import io.tributary.console.platform.Answer;
import io.tributary.console.text.MarkedText;
import io.tributary.model.deadletter.DeadLetter;
import io.tributary.model.definition.Field;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.mapping.SourceRecordMapper;
import io.tributary.verifier.deadletter.DeadLetterWithRecord;
import io.tributary.verifier.replay.MappingTrial;
import io.tributary.verifier.replay.Original;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One dead letter as people read it.
 *
 * @param letter with its sentences as the visitor may read them
 * @param key of the record; none where it has none
 * @param original the record's value with the field at fault marked; none where the visitor may not
 *     see it, or the table does not have it
 * @param originalMissing why it is not shown; empty where it is
 * @param event what today's definition makes of it, with the field at fault marked; none where it
 *     makes no event of it
 * @param verdict what a replay would find now
 * @param passes whether a replay would publish it
 * @param mask why something is masked
 */
public record LetterDetails(
    Pipeline pipeline,
    DeadLetter letter,
    Optional<String> key,
    Map<String, String> headers,
    Optional<MarkedText> original,
    String originalMissing,
    Optional<MarkedText> event,
    String verdict,
    boolean passes,
    Optional<String> mask) {

  /**
   * What a visitor may see of a letter.
   *
   * @param tried what a replay would find
   */
  public static LetterDetails of(
      Pipeline pipeline,
      DeadLetterWithRecord whole,
      Answer<Optional<MappingTrial.Outcome>> tried,
      Masks masks) {
    DeadLetter letter = whole.letter();
    Original original = Original.copied(whole);
    boolean rejected = !letter.position().topic().equals(pipeline.topic().name());
    byte @Nullable [] value = original.value();
    Optional<MarkedText> shown =
        value == null || masks.isActive()
            ? Optional.empty()
            : Optional.of(
                MarkedText.of(
                    rejected ? new SourceRecordMapper(pipeline).withoutHidden(value) : value,
                    places(pipeline, letter.field(), rejected)));
    MappingTrial.@Nullable Outcome trial = tried.asOptional().flatMap(found -> found).orElse(null);
    return new LetterDetails(
        pipeline,
        masks.letter(letter),
        Optional.ofNullable(original.key()).map(bytes -> masks.key(new String(bytes, UTF_8))),
        masks.headers(original.headers()),
        shown,
        missing(whole, value, masks),
        event(trial, letter.field(), masks),
        tried.isKnown() ? verdict(trial, masks) : "Not known: " + tried.why(),
        trial instanceof MappingTrial.Outcome.Passes,
        masks.why());
  }

  private static String missing(DeadLetterWithRecord whole, byte @Nullable [] value, Masks masks) {
    if (value == null) {
      return whole.copy().complete()
          ? "The record has no value."
          : "The record is too large to be kept here; it is in Kafka, as long as Kafka has it.";
    }
    return masks.isActive() ? "Only operators see the original bytes." : "";
  }

  private static List<JsonPointer> places(
      Pipeline pipeline, @Nullable String name, boolean ofSource) {
    if (name == null) {
      return List.of();
    }
    if (!ofSource) {
      return List.of(member(name));
    }
    return pipeline.event().fields().stream()
        .filter(field -> field.name().equals(name))
        .map(Field::origin)
        .flatMap(origin -> origin.pointers().stream())
        .toList();
  }

  private static JsonPointer member(String name) {
    return JsonPointer.empty().appendProperty(name);
  }

  private static Optional<MarkedText> event(
      MappingTrial.@Nullable Outcome trial, @Nullable String field, Masks masks) {
    if (!(trial instanceof MappingTrial.Outcome.Passes passes) || passes.event().value() == null) {
      return Optional.empty();
    }
    byte[] event = passes.event().value();
    byte[] shown =
        masks.isActive()
            ? masks.event(event).map(JsonNode::toString).orElse("").getBytes(UTF_8)
            : event;
    return Optional.of(MarkedText.of(shown, field == null ? List.of() : List.of(member(field))));
  }

  private static String verdict(MappingTrial.@Nullable Outcome trial, Masks masks) {
    if (trial == null) {
      return "A replay reads the record from Kafka first.";
    }
    if (trial instanceof MappingTrial.Outcome.Fails fails) {
      @Nullable String field = fails.refusal().field();
      return "By today's definition it would be refused again: %s%s: %s"
          .formatted(
              fails.refusal().reason(),
              field == null ? "" : " (" + field + ")",
              masks.detail(fails.refusal().reason().name(), field, fails.refusal().detail()));
    }
    return ((MappingTrial.Outcome.Passes) trial).deletes()
        ? "By today's definition it would delete its row."
        : "By today's definition it would be a row: replay it.";
  }
}
