package io.tributary.consumer;

/** How long the consumer runs, and from where it reads. */
public enum Mode {
  /** From where it stopped, until it is stopped. */
  APPEND,
  /** Everything that the topics hold at the start, from the oldest record on; then it ends. */
  INITIAL,
  /** Not at all: it only notes down in the checkpoints where the next consumer begins. */
  RESET
}
