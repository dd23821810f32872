package io.tributary.verifier.outcome;

/**
 * What became of the records in one table; those that are dead letters are not counted.
 *
 * @param rows including those that a newer record superseded
 * @param expired whose row is over
 * @param deleted that delete their row, those among them whose row is a newer record's
 * @param missing that have no row
 * @param different whose row has their write time but other values
 */
public record TableCounts(
    String table,
    long rows,
    long superseded,
    long expired,
    long deleted,
    long missing,
    long different) {

  /** Where no record deletes its row. */
  public TableCounts(
      String table, long rows, long superseded, long expired, long missing, long different) {
    this(table, rows, superseded, expired, 0, missing, different);
  }

  static TableCounts none(String table) {
    return new TableCounts(table, 0, 0, 0, 0, 0);
  }

  TableCounts with(Outcome outcome, boolean deletes) {
    boolean isRow = outcome == Outcome.ROW || (outcome == Outcome.SUPERSEDED && !deletes);
    boolean isDeletion = outcome == Outcome.DELETED || (outcome == Outcome.SUPERSEDED && deletes);
    return new TableCounts(
        table,
        rows + (isRow ? 1 : 0),
        superseded + (outcome == Outcome.SUPERSEDED ? 1 : 0),
        expired + (outcome == Outcome.EXPIRED ? 1 : 0),
        deleted + (isDeletion ? 1 : 0),
        missing + (outcome == Outcome.MISSING ? 1 : 0),
        different + (outcome == Outcome.DIFFERENT ? 1 : 0));
  }
}
