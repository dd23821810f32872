package io.tributary.drills.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Access tokens of a source, by OAuth 2's client credentials. For one client. */
public final class AccessTokens {
  /** The client's id. */
  public static final String CLIENT = "drill";

  /** The environment variable in which the client has its secret. */
  public static final String SECRET_VARIABLE = "DRILL_CLIENT_SECRET";

  /** The client's secret; it opens nothing else. */
  public static final String SECRET = "no-secret-but-of-a-drill";

  /** So many requests one is good for, far fewer than a run has. */
  private static final int REQUESTS = 5;

  private int issued;
  private int used;

  /**
   * Another token.
   *
   * @param authorization header of the request for it
   * @return the answer's body; null if the client is not the one
   */
  @Nullable String issue(@Nullable String authorization) {
    String right =
        Base64.getEncoder().encodeToString("%s:%s".formatted(CLIENT, SECRET).getBytes(UTF_8));
    if (!("Basic " + right).equals(authorization)) {
      return null;
    }
    issued++;
    used = 0;
    return "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":3600}"
        .formatted(newest());
  }

  /** Whether a request has the newest token, and that is still good. */
  boolean admits(@Nullable String authorization) {
    return issued > 0 && ("Bearer " + newest()).equals(authorization) && used++ < REQUESTS;
  }

  /** How many were issued. */
  int issued() {
    return issued;
  }

  private String newest() {
    return String.format(Locale.ROOT, "token-%d", issued);
  }
}
