package io.tributary.model.definition;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Which names CQL takes without quotes. */
final class CqlNames {
  static final String EXPECTED =
      "a name of lower-case letters, digits and underscores, beginning with a letter,"
          + " at most 48 long, no reserved word of CQL";

  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_]{0,47}");

  /** The list of Cassandra 5.0 and the words that only earlier versions reserve. */
  private static final Set<String> RESERVED =
      Set.of(
          ("ADD ALLOW ALTER AND APPLY ASC AUTHORIZE BATCH BEGIN BY COLUMNFAMILY CREATE DEFAULT"
                  + " DELETE DESC DESCRIBE DROP ENTRIES EXECUTE FROM FULL GRANT IF IN INDEX"
                  + " INFINITY INSERT INTO IS KEYSPACE LIMIT MATERIALIZED MBEAN MBEANS MODIFY NAN"
                  + " NORECURSIVE NOT NULL OF ON OR ORDER PRIMARY RENAME REPLACE REVOKE SCHEMA"
                  + " SELECT SET TABLE TO TOKEN TRUNCATE UNLOGGED UNSET UPDATE USE USING VIEW WHERE"
                  + " WITH")
              .toLowerCase(Locale.ROOT)
              .split(" "));

  private CqlNames() {}

  static boolean isName(String text) {
    return FORM.matcher(text).matches() && !RESERVED.contains(text);
  }
}
