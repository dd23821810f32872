package io.tributary.console.mask;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.console.web.ProblemException;
import io.tributary.model.deadletter.DeadLetter;
import io.tributary.model.definition.Deletes;
import io.tributary.model.definition.Field;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.EventHeaders;
import io.tributary.model.event.Framing;
import io.tributary.model.refusal.Reason;
import io.tributary.verifier.text.Printable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a visitor may see of one pipeline's data. Operators see all of it. Others see a mask in
 * place of the values of fields that the definition marks as {@code personal}, and of everything
 * that may hold such a value. A definition without such fields masks nothing. Safe for several
 * threads.
 */
public final class Masks {
  /** Stands for a value that is there and not shown. */
  public static final String MASK = "•••••";

  /** What their details say is the same for every value. */
  private static final Set<Reason> WITHOUT_VALUES =
      EnumSet.of(
          Reason.EMPTY_VALUE,
          Reason.NOT_AN_OBJECT,
          Reason.MISSING_KEY,
          Reason.KEY_MISMATCH,
          Reason.MISSING_FIELD,
          Reason.TOO_LARGE,
          Reason.FUTURE_TIME,
          Reason.SKIPPED);

  /**
   * What a replay says of a record that is refused again: {@code failed again: WRONG_TYPE (size):
   * found …}, or with the record's place in front.
   */
  private static final Pattern REFUSAL =
      Pattern.compile(
          "((?:failed again: |\\S{1,300}: )?([A-Z_]{1,40})(?: \\(([^)]{1,300})\\))?: ).*",
          Pattern.DOTALL);

  /** Their values say nothing of what is in a record. */
  private static final Set<String> OWN_HEADERS =
      Set.of(
          EventHeaders.RUN_ID,
          EventHeaders.PIPELINE,
          EventHeaders.SOURCE_CURSOR,
          EventHeaders.REASON,
          EventHeaders.FIELD,
          EventHeaders.DEAD_LETTER,
          EventHeaders.ORIGINAL_TIME,
          Framing.HEADER);

  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final Map<String, Boolean> personal;
  private final String key;
  private final boolean active;

  private Masks(Pipeline pipeline, boolean seesAll) {
    this.personal = new HashMap<>();
    pipeline.event().fields().forEach(field -> personal.put(field.name(), field.personal()));
    this.key = pipeline.event().key();
    this.active = !seesAll && hasPersonalData(pipeline);
  }

  /**
   * What a visitor may see.
   *
   * @param operator whether the visitor is one
   */
  public static Masks of(Pipeline pipeline, boolean operator) {
    return new Masks(pipeline, operator);
  }

  /** Whether a pipeline's definition marks any field as personal. */
  public static boolean hasPersonalData(Pipeline pipeline) {
    return pipeline.event().fields().stream().anyMatch(Field::personal);
  }

  /**
   * Whether anything of this pipeline is not shown. If so, its source records, and the bytes of its
   * keys, values and headers, are not shown either: a personal value can be anywhere in them.
   */
  public boolean isActive() {
    return active;
  }

  /** Why something is masked, for the visitor: one sentence. Nothing where nothing is. */
  public Optional<String> why() {
    return active
        ? Optional.of(
            "This pipeline has personal data, which only operators see: values are shown as "
                + MASK
                + ", and original bytes are not shown.")
        : Optional.empty();
  }

  /** Whether a field's values are not shown; those of a field that the definition lacks, too. */
  public boolean hides(String field) {
    return active && personal.getOrDefault(field, true);
  }

  /**
   * Refuses a search by values that the visitor may not see: even its outcome would tell whether
   * there is somebody with such a value.
   *
   * @param fields whose values were given
   * @throws ProblemException with status 403
   */
  public void checkSearch(List<String> fields) {
    fields.stream()
        .filter(this::hides)
        .findFirst()
        .ifPresent(
            field -> {
              throw new ProblemException(403, "Operators only", operatorsOnly(field));
            });
  }

  /** Why a visitor cannot search by a field's value: one sentence. */
  public static String operatorsOnly(String field) {
    return "Only operators may search by %s, since it is personal: sign in as an operator, or send the operator's token."
        .formatted(field);
  }

  /** A field's value as the visitor may see it; where there is none, that is said. */
  public @Nullable String value(String field, @Nullable String value) {
    return value == null || !hides(field) ? value : MASK;
  }

  /** The key of a record in its topic. */
  public @Nullable String key(@Nullable String recordKey) {
    return value(key, recordKey);
  }

  /**
   * The headers of a record as text, as the visitor may see them: of headers that are not
   * Tributary's own only the names are shown where anything is masked.
   */
  public Map<String, String> headers(Map<String, byte[]> headers) {
    Map<String, String> shown = new LinkedHashMap<>();
    headers.forEach(
        (name, value) ->
            shown.put(name, active && !isHarmless(name, headers) ? MASK : Printable.of(value)));
    return shown;
  }

  private boolean isHarmless(String name, Map<String, byte[]> headers) {
    return OWN_HEADERS.contains(name)
        || (name.equals(EventHeaders.DETAIL)
            && !quotes(
                text(headers.get(EventHeaders.REASON)), text(headers.get(EventHeaders.FIELD))));
  }

  private static String text(byte @Nullable [] header) {
    return header == null ? "" : new String(header, UTF_8);
  }

  /** An event as the visitor may see it: nothing where it is no JSON object and may not be seen. */
  public Optional<JsonNode> event(byte[] value) {
    ObjectNode event;
    try {
      if (!(JSON.readTree(value) instanceof ObjectNode object)) {
        return Optional.empty();
      }
      event = object;
    } catch (JsonProcessingException malformed) {
      return Optional.empty();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return Optional.of(event(event));
  }

  /** The same of one that is read already. */
  public ObjectNode event(ObjectNode whole) {
    ObjectNode event = whole.deepCopy();
    event
        .properties()
        .forEach(
            member -> {
              boolean shown =
                  member.getKey().equals(Deletes.MEMBER)
                      || member.getValue().isNull()
                      || !hides(member.getKey());
              if (!shown) {
                member.setValue(event.textNode(MASK));
              }
            });
    return event;
  }

  /** A dead letter whose sentences quote nothing that the visitor may not see. */
  public DeadLetter letter(DeadLetter letter) {
    return new DeadLetter(
        letter.position(),
        letter.reason(),
        letter.field(),
        quotes(letter.reason(), letter.field()) ? MASK : letter.detail(),
        letter.recordTime(),
        letter.runId(),
        letter.replayOf(),
        letter.state(),
        letter.stateChanged(),
        note(letter.stateNote()),
        letter.tries());
  }

  private @Nullable String note(@Nullable String note) {
    return note == null ? null : sentence(note);
  }

  /** What a replay said of a letter, or a person noted: without a value that is not shown. */
  public String sentence(String said) {
    Matcher refusal = REFUSAL.matcher(said);
    return refusal.matches() && quotes(refusal.group(2), refusal.group(3))
        ? refusal.group(1) + MASK
        : said;
  }

  /** A refusal's sentence. */
  public String detail(String reason, @Nullable String field, String detail) {
    return quotes(reason, field) ? MASK : detail;
  }

  /** Whether a sentence about a refusal may quote a value that is not shown. */
  private boolean quotes(String reason, @Nullable String field) {
    if (!active || isWithoutValues(reason)) {
      return false;
    }
    return field == null || field.isEmpty() || hides(field);
  }

  private static boolean isWithoutValues(String reason) {
    return WITHOUT_VALUES.stream().anyMatch(known -> known.name().equals(reason));
  }
}
