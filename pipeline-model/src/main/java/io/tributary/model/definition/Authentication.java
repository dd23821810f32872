package io.tributary.model.definition;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How the source's requests say who asks. Secrets are references; none is in a definition. */
public sealed interface Authentication {
  /** Where the keys are in a definition. */
  String KEY = "source.authentication.";

  /**
   * A value that need not be secret.
   *
   * @param literal the value itself; none where it is a reference
   */
  record Name(Optional<String> literal, Optional<SecretReference> reference) {
    /** As a definition has it. */
    public String text() {
      return literal.orElseGet(() -> reference.orElseThrow().toString());
    }
  }

  /** A header {@code Authorization: Bearer …}. */
  record Bearer(SecretReference token) implements Authentication {}

  /**
   * A header {@code Authorization: Basic …} (RFC 7617).
   *
   * @param password none for an empty one
   */
  record Basic(Name user, Optional<SecretReference> password) implements Authentication {}

  /**
   * A key in a header or a query parameter.
   *
   * @param name of the header or parameter
   * @param prefix before the key
   */
  record ApiKey(boolean inHeader, String name, String prefix, SecretReference value)
      implements Authentication {}

  /**
   * An access token of OAuth 2.0 (RFC 6749), by client credentials, or by a refresh token where
   * there is one.
   *
   * @param clientSecret none for a public client
   * @param parameters sent to the token endpoint besides
   * @param inHeader whether client and secret are sent as Basic authentication instead of in the
   *     body
   */
  record OAuth2(
      URI tokenUrl,
      Name clientId,
      Optional<SecretReference> clientSecret,
      Optional<SecretReference> refreshToken,
      List<String> scopes,
      Map<String, String> parameters,
      boolean inHeader)
      implements Authentication {

    public OAuth2 {
      scopes = List.copyOf(scopes);
      parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }
  }

  /** The references, by the key of the definition that each is at. */
  default Map<String, SecretReference> references() {
    Map<String, SecretReference> found = new LinkedHashMap<>();
    if (this instanceof Bearer bearer) {
      found.put(KEY + "token", bearer.token());
    } else if (this instanceof Basic basic) {
      basic.user().reference().ifPresent(user -> found.put(KEY + "user", user));
      basic.password().ifPresent(password -> found.put(KEY + "password", password));
    } else if (this instanceof ApiKey key) {
      found.put(KEY + "value", key.value());
    } else if (this instanceof OAuth2 oauth) {
      oauth.clientId().reference().ifPresent(id -> found.put(KEY + "client-id", id));
      oauth.clientSecret().ifPresent(secret -> found.put(KEY + "client-secret", secret));
      oauth.refreshToken().ifPresent(token -> found.put(KEY + "refresh-token", token));
    }
    return found;
  }
}
