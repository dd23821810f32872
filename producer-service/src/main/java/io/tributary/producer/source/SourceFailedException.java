package io.tributary.producer.source;

/** The source does not give a page, now or ever. The message is a sentence about the source. */
public final class SourceFailedException extends Exception {
  SourceFailedException(String message, Throwable cause) {
    super(message, cause);
  }

  SourceFailedException(String message) {
    super(message);
  }

  /** The status by which the source said that there is no such page; 0 where it did not. */
  int notFoundStatus() {
    return getCause() instanceof SourceFault fault && fault.kind() == SourceFault.Kind.NOT_FOUND
        ? fault.status()
        : 0;
  }

  /** Whether all that was wrong is that the first page had no records. */
  boolean isEmptySource() {
    return getCause() instanceof SourceFault fault && fault.kind() == SourceFault.Kind.EMPTY_SOURCE;
  }
}
