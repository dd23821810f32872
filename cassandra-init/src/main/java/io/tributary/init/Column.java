package io.tributary.init;

/**
 * One column of a table.
 *
 * @param type as CQL writes it
 * @param position among the columns of its kind, from 0; -1 outside the key
 */
record Column(String name, String type, Kind kind, int position, Order order) {

  enum Kind {
    PARTITION_KEY("partition key"),
    CLUSTERING("clustering key"),
    REGULAR("outside the key"),
    STATIC("static");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  enum Order {
    NONE,
    ASC,
    DESC
  }

  static Column partitionKey(String name, String type, int position) {
    return new Column(name, type, Kind.PARTITION_KEY, position, Order.NONE);
  }

  static Column clustering(String name, String type, int position) {
    return clustering(name, type, position, false);
  }

  static Column clustering(String name, String type, int position, boolean descending) {
    return new Column(name, type, Kind.CLUSTERING, position, descending ? Order.DESC : Order.ASC);
  }

  static Column regular(String name, String type) {
    return new Column(name, type, Kind.REGULAR, -1, Order.NONE);
  }

  /** What the column is, for people: {@code uuid, partition key 1}. */
  String words() {
    return "%s, %s%s%s"
        .formatted(
            type,
            kind.words,
            position < 0 ? "" : " " + (position + 1),
            order == Order.DESC ? ", descending" : "");
  }
}
