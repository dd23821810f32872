package io.tributary.console.web;

import io.javalin.security.RouteRole;

/** What a visitor may do; also what a route asks for. */
public enum Role implements RouteRole {
  /** Nobody has to be known: signing in, styles, health. */
  ANYBODY,
  /** May look. */
  VIEWER,
  /** May look behind masks, and replay, discard and verify. */
  OPERATOR;

  /** Whether this role has all that the other has. */
  public boolean includes(Role other) {
    return compareTo(other) >= 0;
  }
}
