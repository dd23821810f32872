package io.tributary.console.web;

/**
 * Who asks.
 *
 * @param name for the record of what was done: as given when signing in, or the role's
 * @param csrfToken has to come with each form that changes something; empty for visitors without a
 *     session, who can change nothing by a form
 * @param signedIn whether there is a session to sign out of
 */
public record Visitor(Role role, String name, String csrfToken, boolean signedIn) {

  /** Somebody who has not said who they are. */
  static Visitor unknown(Role role) {
    return new Visitor(role, "somebody", "", false);
  }

  public boolean isOperator() {
    return role.includes(Role.OPERATOR);
  }
}
