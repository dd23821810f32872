package io.tributary.producer.publish;

import org.apache.kafka.common.errors.InterruptException;

/** Kafka did not take a record. The message is a sentence about Kafka. */
public final class DeliveryFailedException extends Exception {
  DeliveryFailedException(String message, Throwable cause) {
    super(message, cause);
  }

  /** What Kafka's clients throw when their thread is interrupted, as Java has it. */
  static InterruptedException asInterruption(InterruptException interrupted) {
    // InterruptException leaves the thread's flag set; the exception that we throw stands for it
    Thread.interrupted();
    InterruptedException stopped = new InterruptedException("publishing was stopped");
    stopped.initCause(interrupted);
    return stopped;
  }
}
