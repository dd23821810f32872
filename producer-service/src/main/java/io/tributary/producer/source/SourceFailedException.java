package io.tributary.producer.source;

/** The source does not give a page, now or ever. The message is a sentence about the source. */
public final class SourceFailedException extends Exception {
  SourceFailedException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Whether there is no such page. */
  boolean isNotFound() {
    return getCause() instanceof SourceFault fault && fault.kind() == SourceFault.Kind.NOT_FOUND;
  }
}
