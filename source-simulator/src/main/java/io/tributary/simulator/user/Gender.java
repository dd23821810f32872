package io.tributary.simulator.user;

/** The genders that randomuser.me knows. */
public enum Gender {
  MALE,
  FEMALE
}
