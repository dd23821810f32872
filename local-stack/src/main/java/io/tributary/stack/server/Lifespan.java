package io.tributary.stack.server;

/** How long the servers of a stack are to live, which decides what they are best at. */
public enum Lifespan {
  /** Minutes: ready soon, small, compiled in haste. */
  SHORT,
  /** Long enough to become as fast as servers get. */
  LONG
}
