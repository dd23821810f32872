package io.tributary.model.definition;

import io.tributary.model.text.Quoted;
import io.tributary.model.yaml.Section;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which names CQL takes, and which of them without quotes. */
public final class CqlNames {
  /** Cassandra's limit for a keyspace; 5.0 takes longer tables, other versions do not. */
  static final int LONGEST_TABLE = 48;

  /**
   * Cassandra has no limit for a column, but one for its index, whose name has the table's in it
   * and is a folder's name.
   */
  static final int LONGEST_COLUMN = 128;

  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_]*");

  private static final Pattern COLUMN_FORM = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

  /** The list of Cassandra 5.0. */
  static final Set<String> RESERVED =
      Set.of(
          ("ADD ALLOW ALTER AND APPLY ASC AUTHORIZE BATCH BEGIN BY COLUMNFAMILY CREATE DELETE DESC"
                  + " DESCRIBE DROP ENTRIES EXECUTE FROM FULL GRANT IF IN INDEX INFINITY INSERT"
                  + " INTO IS KEYSPACE LIMIT MATERIALIZED MODIFY NAN NORECURSIVE NOT NULL OF ON OR"
                  + " ORDER PRIMARY RENAME REVOKE SCHEMA SELECT SET TABLE TO TOKEN TRUNCATE"
                  + " UNLOGGED UPDATE USE USING VIEW WHERE WITH")
              .toLowerCase(Locale.ROOT)
              .split(" "));

  private CqlNames() {}

  /** The name of a column as statements have it: in quotes where CQL needs them. */
  public static String quoted(String column) {
    boolean isPlain = FORM.matcher(column).matches() && !RESERVED.contains(column);
    return isPlain ? column : "\"" + column + "\"";
  }

  /**
   * The name of a column that must be there as {@code key}. It may have upper-case letters or be a
   * reserved word, and is quoted in statements then.
   */
  static Optional<String> readColumn(Section section, String key) {
    String expected =
        String.format(
            Locale.ROOT,
            "a name of letters, digits and underscores, beginning with a letter, at most %d long",
            LONGEST_COLUMN);
    Optional<String> name = section.required(key, expected);
    if (name.isPresent() && !COLUMN_FORM.matcher(name.get()).matches()) {
      section.problem(key, Quoted.quote(name.get()), expected);
      return Optional.empty();
    }
    if (name.isPresent() && name.get().length() > LONGEST_COLUMN) {
      section.problem(
          key,
          String.format(
              Locale.ROOT, "%s with %d characters", Quoted.quote(name.get()), name.get().length()),
          expected);
      return Optional.empty();
    }
    return name;
  }

  /** Whether a name is a reserved word, so that nothing can be called so. */
  public static boolean isReserved(String name) {
    return RESERVED.contains(name);
  }

  /**
   * The name that must be there as {@code key}; what is wrong with it goes to {@code section}.
   *
   * @param longest in characters
   */
  static Optional<String> read(Section section, String key, int longest) {
    String expected =
        String.format(
            Locale.ROOT,
            "a name of lower-case letters, digits and underscores, beginning with a letter, at most %d long",
            longest);
    Optional<String> name = section.required(key, expected);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    String text = name.get();
    if (!FORM.matcher(text).matches()) {
      section.problem(key, Quoted.quote(text), expected);
    } else if (text.length() > longest) {
      section.problem(
          key,
          String.format(Locale.ROOT, "%s with %d characters", Quoted.quote(text), text.length()),
          expected);
    } else if (RESERVED.contains(text)) {
      section.problem(
          key,
          "%s, a reserved word of CQL".formatted(Quoted.quote(text)),
          "another name, such as %s_".formatted(text));
    } else {
      return name;
    }
    return Optional.empty();
  }
}
