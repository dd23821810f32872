package io.tributary.model.json;

/**
 * The bytes are no JSON, and where their values begin and end cannot be told. Without a stack
 * trace: bad input is no fault of the program, and comes in floods.
 */
public final class BrokenJsonException extends Exception {
  private final String what;

  BrokenJsonException(String what) {
    super(what, null, false, false);
    this.what = what;
  }

  /** What is broken, in words. */
  public String what() {
    return what;
  }
}
