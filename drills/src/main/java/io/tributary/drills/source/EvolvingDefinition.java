package io.tributary.drills.source;

import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The users' pipeline with a schema, and what its definition changes to.
 *
 * @param before text of the definition before its change
 */
public record EvolvingDefinition(String before) {
  /** A column that only the refused definition asks for. */
  public static final String REFUSED_COLUMN = "cell";

  private static final Pattern SCHEMA = line("  (?:format|schema-id|subject|compatibility): .*");
  private static final Pattern TOPIC = line("topic:");
  private static final Pattern PAGE_SIZE = Pattern.compile("page-size: 5000");
  private static final Pattern RATE = Pattern.compile("records: 20000");
  private static final Pattern LAST_NAME =
      line("(    - \\{name: last_name, .*), required: true(.*)");
  private static final Pattern PHONE = line("    - \\{name: phone, .*");
  private static final String AVRO = "\n  format: avro\n";

  /**
   * The one before its change.
   *
   * @param users text of the pipeline's own definition
   * @param random decides in which format events are, and where the id of their schema is
   * @param pageSize users of a page
   * @throws IllegalStateException when the pipeline's own definition is not as it was
   */
  public static EvolvingDefinition of(String users, Random random, int pageSize) {
    String format =
        String.format(
            Locale.ROOT,
            "  format: %s\n  schema-id: %s\n",
            random.nextBoolean() ? "avro" : "json-schema",
            random.nextBoolean() ? "value" : "header");
    String text = replaced(TOPIC, SCHEMA.matcher(users).replaceAll(""), "topic:\n" + format);
    text = replaced(PAGE_SIZE, text, "page-size: " + pageSize);
    return new EvolvingDefinition(replaced(RATE, text, "records: 1000000000"));
  }

  /**
   * After a change that readers can follow: the last name may be missing, {@code nationality} and
   * {@code age} are new, and {@code phone} is gone, if the format's rules allow that.
   */
  public String after() {
    String text =
        replaced(
            LAST_NAME,
            before,
            """
            $1$2
                - {name: nationality, type: text, from: /nat}
                - {name: age, type: int, from: /dob/age}
            """);
    return dropsPhone() ? replaced(PHONE, text, "") : text;
  }

  /** After a change that they cannot: every event must have a new field. */
  public String refused() {
    return replaced(
        PHONE,
        before,
        "$0    - {name: %s, type: text, from: /cell, required: true}\n".formatted(REFUSED_COLUMN));
  }

  /**
   * Whether a field is gone after the change: a closed JSON Schema would refuse it in old events.
   */
  public boolean dropsPhone() {
    return before.contains(AVRO);
  }

  /** The lines about the format, as one. */
  public String format() {
    return SCHEMA
        .matcher(before)
        .results()
        .map(line -> line.group().strip())
        .collect(Collectors.joining(", "));
  }

  private static Pattern line(String regex) {
    return Pattern.compile("^" + regex + "\\n", Pattern.MULTILINE);
  }

  private static String replaced(Pattern part, String text, String by) {
    if (part.matcher(text).results().count() != 1) {
      throw new IllegalStateException("not once in the definition: " + part);
    }
    return part.matcher(text).replaceFirst(by);
  }
}
