package io.tributary.model.definition;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.List;

/** Where a field's value is in the source record. */
public sealed interface Origin {

  /** The value at one place. */
  record At(JsonPointer pointer) implements Origin {}

  /**
   * Several values joined to one text: {@code {/street/number} {/street/name|/street}, {/city}}.
   * The text between two values stands only where both are there.
   */
  record Joined(List<Part> parts, String suffix) implements Origin {
    public Joined {
      parts = List.copyOf(parts);
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
