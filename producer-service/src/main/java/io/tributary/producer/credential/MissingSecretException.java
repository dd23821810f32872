package io.tributary.producer.credential;

/** A secret that a definition refers to is not there. The message shows no value. */
public final class MissingSecretException extends Exception {
  MissingSecretException(String message) {
    super(message);
  }
}
