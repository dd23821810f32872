package io.tributary.model.receipt;

/** A text that is no receipt; the message says what is wrong with it. */
public final class MalformedReceiptException extends Exception {
  public MalformedReceiptException(String message) {
    super(message);
  }
}
