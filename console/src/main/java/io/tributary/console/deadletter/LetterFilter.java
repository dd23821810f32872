package io.tributary.console.deadletter;

import io.tributary.model.cql.DeadLetterCql;
import io.tributary.model.deadletter.DeadLetter;
import io.tributary.model.event.RecordPosition;
import io.tributary.model.refusal.Reason;
import io.tributary.runtime.command.UsageException;
import io.tributary.verifier.deadletter.Selection;
import io.tributary.verifier.deadletter.Since;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which dead letters somebody wants, as they said it.
 *
 * @param reason name of one; empty for all, as for the others
 * @param field name of the field at fault
 * @param since {@code 2h}, {@code 2026-01-31} or {@code 2026-01-31T12:00:00Z}
 * @param state open, replayed or discarded
 * @param at place of the only one
 */
public record LetterFilter(
    String reason, String field, String run, String since, String state, String at) {

  /** Everything. */
  public static final LetterFilter NONE = new LetterFilter("", "", "", "", "", "");

  /** Only the letter at one place. */
  public static LetterFilter at(RecordPosition position) {
    return new LetterFilter("", "", "", "", "", position.toString());
  }

  /**
   * The same for the commands of the verifier; without the state.
   *
   * @throws UsageException when a part of it cannot be used
   */
  public Selection selection(Instant now) throws UsageException {
    return new Selection(
        knownReason(),
        given(field),
        given(run),
        since.isEmpty() ? Optional.empty() : Optional.of(since(now)),
        position(),
        false);
  }

  private Instant since(Instant now) throws UsageException {
    try {
      return Since.parse(since, now);
    } catch (UsageException malformed) {
      throw new UsageException(
          "since is '%s', expected 2h, 2026-01-31 or 2026-01-31T12:00:00Z".formatted(since),
          malformed);
    }
  }

  private Optional<Reason> knownReason() throws UsageException {
    if (reason.isEmpty()) {
      return Optional.empty();
    }
    Optional<Reason> known =
        Arrays.stream(Reason.values()).filter(one -> one.name().equals(reason)).findFirst();
    if (known.isEmpty()) {
      throw new UsageException(
          "There is no reason '%s': it is one of %s."
              .formatted(
                  reason,
                  Arrays.stream(Reason.values())
                      .map(Reason::name)
                      .collect(Collectors.joining(", "))));
    }
    return known;
  }

  private Optional<RecordPosition> position() throws UsageException {
    if (at.isEmpty()) {
      return Optional.empty();
    }
    Optional<RecordPosition> position = RecordPosition.parse(at);
    if (position.isEmpty()) {
      throw new UsageException(
          "at is '%s', expected topic-partition@offset like users_created-0@17".formatted(at));
    }
    return position;
  }

  /** Whether a letter is in the state that is wanted. */
  boolean includesState(DeadLetter letter) {
    return state.isEmpty() || state.equals(letter.state());
  }

  /** Whether letters that nobody has dealt with are among those that are wanted. */
  public boolean takesOpenOnes() {
    return state.isEmpty() || state.equals(DeadLetterCql.OPEN);
  }

  private static Optional<String> given(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  /** What is given, by the name of its parameter. */
  public Map<String, String> parameters() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("reason", reason);
    all.put("field", field);
    all.put("run", run);
    all.put("since", since);
    all.put("state", state);
    all.put("at", at);
    all.values().removeIf(String::isEmpty);
    return all;
  }

  /** For people, after "dead letters"; the state is left out. */
  public String words() {
    List<String> words = new ArrayList<>();
    given(at).ifPresent(place -> words.add("at " + place));
    given(reason).ifPresent(name -> words.add("with reason " + name));
    given(field).ifPresent(name -> words.add("with field " + name));
    given(run).ifPresent(id -> words.add("of run " + id));
    given(since).ifPresent(time -> words.add("since " + time));
    return words.isEmpty() ? "" : " " + String.join(", ", words);
  }
}
