package io.tributary.model.definition;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How an answer of the source holds its records.
 *
 * @param csv how its lines are written; for {@link Format#CSV} alone
 * @param names of the values of a record that is an array, or of the columns; none where records
 *     are objects
 * @param each where a record keeps the list whose items are the records meant, if it does
 * @param forEach the values of each name: the source is read once for every combination of them
 */
public record AnswerForm(
    Format format,
    Csv csv,
    RecordsAre recordsAre,
    List<String> names,
    Optional<JsonPointer> each,
    Map<String, List<String>> forEach) {

  /** A list of objects in JSON. */
  public static final AnswerForm USUAL =
      new AnswerForm(
          Format.JSON, Csv.USUAL, RecordsAre.LIST, List.of(), Optional.empty(), Map.of());

  /** What an answer is written in. */
  public enum Format {
    JSON("json", "application/json"),
    /** One JSON value a line. */
    NDJSON("ndjson", "application/x-ndjson, application/jsonl;q=0.9, */*;q=0.1"),
    CSV("csv", "text/csv, */*;q=0.1"),
    XML("xml", "application/xml, text/xml;q=0.9, */*;q=0.1");

    private final String word;
    private final String accepted;

    Format(String word, String accepted) {
      this.word = word;
      this.accepted = accepted;
    }

    /** The name in a definition. */
    public String word() {
      return word;
    }

    /** What a request says that it takes. */
    public String accepted() {
      return accepted;
    }

    /** Whether an answer has nothing but records: no place for a total or the next page's token. */
    public boolean isLines() {
      return this == NDJSON || this == CSV;
    }

    static Optional<Format> named(String word) {
      return Arrays.stream(values()).filter(format -> format.word.equals(word)).findFirst();
    }

    static String words() {
      return Arrays.stream(values()).map(Format::word).collect(Collectors.joining(", "));
    }
  }

  /** What is at the place of the records. */
  public enum RecordsAre {
    /** A list; each item is a record. */
    LIST("list"),
    /** The one record. */
    OBJECT("object"),
    /** An object; each member's value is a record. */
    MAP("map"),
    /** Lists of equal length; the values at one index are a record. */
    COLUMNS("columns");

    private final String word;

    RecordsAre(String word) {
      this.word = word;
    }

    /** The name in a definition. */
    public String word() {
      return word;
    }

    static Optional<RecordsAre> named(String word) {
      return Arrays.stream(values()).filter(shape -> shape.word.equals(word)).findFirst();
    }

    static String words() {
      return Arrays.stream(values()).map(RecordsAre::word).collect(Collectors.joining(", "));
    }
  }

  /**
   * How CSV is written (RFC 4180 and its relatives).
   *
   * @param separator between cells, an ASCII character
   * @param quote around cells that hold separators or line breaks, an ASCII character; none where
   *     nothing is quoted
   * @param names of the columns where there is no header; else empty
   */
  public record Csv(char separator, Optional<Character> quote, List<String> names) {

    /** With commas, quotes and a header. */
    public static final Csv USUAL = new Csv(',', Optional.of('"'), List.of());

    public Csv {
      names = List.copyOf(names);
    }

    /** Whether the first line names the columns. */
    public boolean hasHeader() {
      return names.isEmpty();
    }
  }

  public AnswerForm {
    names = List.copyOf(names);
    Map<String, List<String>> copy = new LinkedHashMap<>();
    forEach.forEach((name, values) -> copy.put(name, List.copyOf(values)));
    forEach = Collections.unmodifiableMap(copy);
  }
}
