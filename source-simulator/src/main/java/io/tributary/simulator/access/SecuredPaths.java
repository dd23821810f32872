package io.tributary.simulator.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.simulator.request.RefusedRequest;
import java.util.Base64;
import java.util.Map;

/**
 * {@code /items/secured/KIND}: the items, for requests that prove who asks. Everybody may know the
 * tokens and passwords; they protect nothing.
 */
public final class SecuredPaths {
  /** What {@code bearer} wants. */
  public static final String TOKEN = "simulated-token-1";

  /** What {@code basic} wants. */
  public static final String USER = "simulator";

  public static final String PASSWORD = "simulated-password-1";

  /** What {@code key} wants, in the header {@code X-Api-Key} or the parameter {@code key}. */
  public static final String KEY = "simulated-key-1";

  private static final String PREFIX = "/items/secured/";

  private final AccessTokens tokens;

  public SecuredPaths(AccessTokens tokens) {
    this.tokens = tokens;
  }

  /**
   * The path without what secures it; any other path as it is.
   *
   * @param authorization the header, empty when there is none
   * @param apiKey the header, empty when there is none
   */
  public String open(
      String path, String authorization, String apiKey, Map<String, String> parameters)
      throws RefusedRequest {
    if (!path.startsWith(PREFIX)) {
      return path;
    }
    String[] parts = path.substring(PREFIX.length()).split("/", 2);
    String bearer =
        authorization.startsWith("Bearer ") ? authorization.substring("Bearer ".length()) : "";
    boolean isProved =
        switch (parts[0]) {
          case "bearer" -> bearer.equals(TOKEN);
          case "basic" -> authorization.equals("Basic " + basic());
          case "key" -> apiKey.equals(KEY) || KEY.equals(parameters.get("key"));
          case "oauth2" -> tokens.use(bearer);
          default ->
              throw new RefusedRequest(404, "There are bearer, basic, key and oauth2 below it.");
        };
    if (!isProved) {
      throw new RefusedRequest(401, "Who are you? docs/simulator.md has the credentials.");
    }
    return "/items" + (parts.length > 1 ? "/" + parts[1] : "");
  }

  private static String basic() {
    return Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes(UTF_8));
  }
}
