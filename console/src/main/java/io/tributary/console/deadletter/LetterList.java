package io.tributary.console.deadletter;

import io.tributary.model.deadletter.DeadLetter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Some dead letters, and how many there are of each kind.
 *
 * @param letters those of the page
 * @param page its number, from 1
 * @param more whether there is another page
 * @param matching letters that the filter takes, among those looked at
 * @param open those of them that nobody has dealt with
 * @param looked letters looked at
 * @param cut whether there may be more letters that were not looked at
 * @param groups the matching ones by reason and field, the most first
 */
public record LetterList(
    List<DeadLetter> letters,
    int page,
    boolean more,
    long matching,
    long open,
    long looked,
    boolean cut,
    List<Group> groups) {

  public LetterList {
    letters = List.copyOf(letters);
    groups = List.copyOf(groups);
  }

  /**
   * Letters with the same reason and field.
   *
   * @param field none where no field is at fault
   */
  public record Group(String reason, Optional<String> field, long letters, long open) {

    Group plus(DeadLetter letter, boolean isOpen) {
      return new Group(
          letter.reason(), named(letter.field()), letters + 1, open + (isOpen ? 1 : 0));
    }

    static Group none(DeadLetter letter) {
      return new Group(letter.reason(), named(letter.field()), 0, 0);
    }

    private static Optional<String> named(@Nullable String field) {
      return Optional.ofNullable(field);
    }
  }
}
