package io.tributary.simulator.request;

/** A request that is answered with an error. The message is for the client. */
public final class RefusedRequest extends Exception {
  private final int status;

  public RefusedRequest(int status, String message) {
    super(message);
    this.status = status;
  }

  public int status() {
    return status;
  }
}
