package io.tributary.simulator.user;

import java.util.Locale;
import java.util.Optional;

/** The members of a user, in the order in which they are written. */
public enum Member {
  GENDER,
  NAME,
  LOCATION,
  EMAIL,
  LOGIN,
  DOB,
  REGISTERED,
  PHONE,
  CELL,
  ID,
  PICTURE,
  NAT;

  /** The member of this name, as {@code inc} and {@code exc} have it. */
  public static Optional<Member> named(String name) {
    for (Member member : values()) {
      if (member.name().toLowerCase(Locale.ROOT).equals(name.trim().toLowerCase(Locale.ROOT))) {
        return Optional.of(member);
      }
    }
    return Optional.empty();
  }
}
