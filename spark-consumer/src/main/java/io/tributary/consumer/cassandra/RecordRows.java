package io.tributary.consumer.cassandra;

/**
 * The rows that one record has in several tables: the record is done with the last of them, and
 * becomes a dead letter once. Safe for several threads.
 */
public final class RecordRows {
  private int unacknowledged;
  private boolean refused;

  /**
   * @param rows how many there are
   */
  public RecordRows(int rows) {
    this.unacknowledged = rows;
  }

  /** Cassandra has one of them; whether it was the last. */
  public synchronized boolean acknowledged() {
    unacknowledged--;
    return unacknowledged == 0;
  }

  /** Cassandra refuses one of them; whether it is the first. */
  public synchronized boolean refused() {
    boolean first = !refused;
    refused = true;
    return first;
  }
}
