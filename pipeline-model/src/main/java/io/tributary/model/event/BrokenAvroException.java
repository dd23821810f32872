package io.tributary.model.event;

/** Bytes that are not what a schema of Avro says. */
final class BrokenAvroException extends Exception {
  private static final long serialVersionUID = 1;

  private final String what;

  BrokenAvroException(String what) {
    super(what, null, false, false);
    this.what = what;
  }

  /** What is broken, in words. */
  String what() {
    return what;
  }
}
