package io.tributary.model.definition;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.List;

/** Where a field's value is in the source record. */
public sealed interface Origin {

  /** Every place that may give the value, or a part of it. */
  List<JsonPointer> pointers();

  /** The value at one place. */
  record At(JsonPointer pointer) implements Origin {
    @Override
    public List<JsonPointer> pointers() {
      return List.of(pointer);
    }
  }

  /**
   * Several values joined to one text: {@code {/street/number} {/street/name|/street}, {/city}}.
   * The text before a value stands only where that value and an earlier one are there; the text
   * before the first and after the last, where any value is. White space at a value's ends goes; a
   * value that is empty then is not there.
   */
  record Joined(List<Part> parts, String suffix) implements Origin {
    public Joined {
      parts = List.copyOf(parts);
    }

    @Override
    public List<JsonPointer> pointers() {
      return parts.stream().flatMap(part -> part.alternatives().stream()).toList();
    }

    /**
     * @param before the text before the value
     * @param alternatives the first of them that has a scalar value gives it
     */
    public record Part(String before, List<JsonPointer> alternatives) {
      public Part {
        alternatives = List.copyOf(alternatives);
      }
    }
  }
}
