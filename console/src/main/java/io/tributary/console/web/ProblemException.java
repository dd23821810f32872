package io.tributary.console.web;

/** A request that cannot be answered as it is meant; {@link Problems} tells the visitor. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String title;

  /**
   * @param status of HTTP, 400 or more
   * @param title the kind of problem in a few words
   * @param detail what happened, and what to do: one sentence
   */
  public ProblemException(int status, String title, String detail) {
    super(detail);
    this.status = status;
    this.title = title;
  }

  /** Something that is not there. */
  public static ProblemException notFound(String detail) {
    return new ProblemException(404, "Not found", detail);
  }

  /** A parameter that cannot be used. */
  public static ProblemException badRequest(String detail) {
    return new ProblemException(400, "Cannot be used", detail);
  }

  /** Something that is not known now. */
  public static ProblemException unavailable(String detail) {
    return new ProblemException(503, "Not known now", detail);
  }

  public int status() {
    return status;
  }

  public String title() {
    return title;
  }

  public String detail() {
    return String.valueOf(getMessage());
  }
}
