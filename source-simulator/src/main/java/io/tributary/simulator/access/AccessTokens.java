package io.tributary.simulator.access;

import io.tributary.simulator.request.RefusedRequest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Gives access tokens as OAuth 2.0 does. A token is good for a few requests, whatever the time, so
 * that a test gets the same each time. A refresh token is good once, but for the first one, which
 * stands for a new login. Thread-safe.
 */
public final class AccessTokens {
  /** The only client, and its secret. */
  public static final String CLIENT = "simulator";

  public static final String CLIENT_SECRET = "simulated-secret-1";

  /** The refresh token to begin with. */
  public static final String FIRST_REFRESH_TOKEN = "simulated-refresh-0";

  /** Requests that a token is good for. */
  public static final int REQUESTS_PER_TOKEN = 5;

  private static final int SECONDS = 60;

  private final Map<String, Integer> left = new HashMap<>();
  private final Set<String> refreshTokens = new HashSet<>(Set.of(FIRST_REFRESH_TOKEN));
  private int granted;

  /**
   * The token endpoint's answer.
   *
   * @param form the parameters of its request
   * @throws RefusedRequest with the name of an error of OAuth's
   */
  public synchronized String grant(Map<String, String> form) throws RefusedRequest {
    String grant = form.getOrDefault("grant_type", "");
    boolean isClient = form.getOrDefault("client_id", "").equals(CLIENT);
    boolean hasSecret = form.getOrDefault("client_secret", "").equals(CLIENT_SECRET);
    switch (grant) {
      case "client_credentials" -> {
        if (!isClient || !hasSecret) {
          throw new RefusedRequest(401, "invalid_client");
        }
        return answer("");
      }
      case "refresh_token" -> {
        String token = form.getOrDefault("refresh_token", "");
        if (!isClient) {
          throw new RefusedRequest(401, "invalid_client");
        }
        boolean isGood = token.equals(FIRST_REFRESH_TOKEN) || refreshTokens.remove(token);
        if (!isGood) {
          throw new RefusedRequest(400, "invalid_grant");
        }
        String next = "simulated-refresh-" + (granted + 1);
        refreshTokens.add(next);
        return answer(",\"refresh_token\":\"" + next + "\"");
      }
      default -> throw new RefusedRequest(400, "unsupported_grant_type");
    }
  }

  private String answer(String more) {
    granted++;
    String token = "simulated-access-" + granted;
    left.put(token, REQUESTS_PER_TOKEN);
    return "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":%s%s}"
        .formatted(token, SECONDS, more);
  }

  /** Whether a request with this token is answered; it counts as one. */
  synchronized boolean use(String token) {
    int before = left.getOrDefault(token, 0);
    left.computeIfPresent(token, (any, requests) -> requests - 1);
    return before > 0;
  }
}
