package io.tributary.model.definition;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.List;

/** Where a field's value comes from. */
public sealed interface Origin {

  /** Every place in the source record that may give the value, or a part of it. */
  List<JsonPointer> pointers();

  /** The value at one place. */
  record At(JsonPointer pointer) implements Origin {
    @Override
    public List<JsonPointer> pointers() {
      return List.of(pointer);
    }
  }

  /** Several values as the items of one collection, in this order. */
  record Gathered(List<JsonPointer> pointers) implements Origin {
    public Gathered {
      pointers = List.copyOf(pointers);
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

  /**
   * A value that is not in the record itself.
   *
   * @param pointer the place in the answer or the parent; empty elsewhere
   * @param name of the partition or the parameter; empty elsewhere
   */
  record Outside(Place place, JsonPointer pointer, String name) implements Origin {

    /** What it belongs to. */
    public enum Place {
      /** The answer that the record came in. */
      ANSWER("answer:"),
      /** The record whose list the record is an item of. */
      PARENT("parent:"),
      /** The name of the member whose value the record is. */
      MAP_KEY("map-key"),
      /** The value of {@code for-each} that the source is read for. */
      EACH("each:"),
      /** The run: its id, or a parameter of it. */
      RUN("run:"),
      /** When the answer was complete. */
      FETCH_TIME("fetch-time");

      private final String prefix;

      Place(String prefix) {
        this.prefix = prefix;
      }
    }

    /** The name of the run's id among what a run has. */
    public static final String RUN_ID = "id";

    /** As a definition writes it. */
    public String written() {
      return place.prefix + pointer + name;
    }

    @Override
    public List<JsonPointer> pointers() {
      return List.of();
    }
  }

  /**
   * The same value for every record.
   *
   * @param literal as the event's JSON has it
   */
  record Constant(String literal) implements Origin {
    @Override
    public List<JsonPointer> pointers() {
      return List.of();
    }
  }
}
