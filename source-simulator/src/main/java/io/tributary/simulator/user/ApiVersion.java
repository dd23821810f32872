package io.tributary.simulator.user;

import java.util.Arrays;
import java.util.Optional;

/** The versions of the API that are simulated. */
public enum ApiVersion {
  /** Small letters, the street as one text, no country, times without milliseconds. */
  V1_2("1.2"),
  V1_3("1.3"),
  V1_4("1.4");

  /** What answers when no version is named. */
  public static final ApiVersion LATEST = V1_4;

  private final String number;

  ApiVersion(String number) {
    this.number = number;
  }

  public String number() {
    return number;
  }

  public static Optional<ApiVersion> numbered(String number) {
    return Arrays.stream(values()).filter(version -> version.number.equals(number)).findFirst();
  }
}
