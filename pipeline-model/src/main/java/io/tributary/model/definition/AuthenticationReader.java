package io.tributary.model.definition;

import io.tributary.model.definition.Authentication.Name;
import io.tributary.model.text.Quoted;
import io.tributary.model.yaml.Located;
import io.tributary.model.yaml.Section;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the section {@code authentication}: its {@code type} decides on the other keys. */
final class AuthenticationReader {
  private static final String TYPES = "bearer, basic, api-key or oauth2";
  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");
  private static final Pattern PARAMETER = Pattern.compile("[^\\s&=#?]{1,100}");
  private static final Pattern PREFIX = Pattern.compile("[\\x20-\\x7e]{0,100}");
  private static final Pattern PLACE = Pattern.compile("header|body");
  private static final Pattern SCOPE = Pattern.compile("[\\x21\\x23-\\x5b\\x5d-\\x7e]{1,1000}");

  /** Parameters of the token request that other keys set (RFC 6749). */
  private static final Set<String> OWN_PARAMETERS =
      Set.of("grant_type", "client_id", "client_secret", "refresh_token", "scope");

  private AuthenticationReader() {}

  static Optional<Authentication> read(Section section) {
    Optional<String> type = section.required("type", TYPES);
    if (type.isEmpty()) {
      return Optional.empty();
    }
    Optional<Authentication> authentication;
    switch (type.get()) {
      case "bearer" ->
          authentication = secret(section, "token", true).map(Authentication.Bearer::new);
      case "basic" -> authentication = basic(section);
      case "api-key" -> authentication = apiKey(section);
      case "oauth2" -> authentication = oauth2(section);
      default -> {
        // Of a type that does not exist nobody knows the keys.
        section.problem("type", Quoted.quote(type.get()), TYPES);
        return Optional.empty();
      }
    }
    section.end();
    return authentication;
  }

  private static Optional<Authentication> basic(Section section) {
    Optional<Name> user = name(section, "user");
    Optional<SecretReference> password = secret(section, "password", false);
    return user.map(who -> new Authentication.Basic(who, password));
  }

  private static Optional<Authentication> apiKey(Section section) {
    Optional<String> header = section.matching("header", false, HEADER, "the name of a header");
    Optional<String> parameter =
        section.matching("parameter", false, PARAMETER, "the name of a query parameter");
    String prefix =
        section.matching("prefix", false, PREFIX, "printable ASCII before the key").orElse("");
    Optional<SecretReference> value = secret(section, "value", true);
    if (section.has("header") == section.has("parameter")) {
      section.problem(
          "parameter",
          section.has("header") ? "both 'header' and 'parameter'" : "no 'header' and 'parameter'",
          "one of them: where the key goes");
      return Optional.empty();
    }
    Optional<String> name = header.or(() -> parameter);
    if (name.isEmpty() || value.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Authentication.ApiKey(header.isPresent(), name.get(), prefix, value.get()));
  }

  private static Optional<Authentication> oauth2(Section section) {
    Optional<URI> tokenUrl = tokenUrl(section);
    Optional<Name> clientId = name(section, "client-id");
    Optional<SecretReference> secret = secret(section, "client-secret", false);
    Optional<SecretReference> refresh = secret(section, "refresh-token", false);
    List<Located<String>> scopes = section.texts("scopes", "a list of scopes");
    for (Located<String> scope : scopes) {
      if (!SCOPE.matcher(scope.value()).matches()) {
        section.problem("scopes", Quoted.quote(scope.value()), "scopes without white space");
      }
    }
    Map<String, String> parameters = section.map("parameters");
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      if (OWN_PARAMETERS.contains(parameter.getKey())) {
        section.problem(
            "parameters",
            Quoted.quote(parameter.getKey()) + ", which other keys set",
            "no parameter of OAuth's own");
      } else if (SecretReference.isMeant(parameter.getValue())) {
        section.problem(
            "parameters",
            "a reference to a secret as " + Quoted.quote(parameter.getKey()),
            "no secrets in 'parameters'");
      }
    }
    boolean inHeader =
        section
            .matching("client-authentication", false, PLACE, "header or body")
            .map("header"::equals)
            .orElse(true);
    if (!section.has("client-secret") && !section.has("refresh-token")) {
      section.problem(
          "client-secret",
          "neither 'client-secret' nor 'refresh-token'",
          "what the token endpoint knows the client by");
      return Optional.empty();
    }
    if (tokenUrl.isEmpty()
        || clientId.isEmpty()
        || secret.isPresent() != section.has("client-secret")
        || refresh.isPresent() != section.has("refresh-token")) {
      return Optional.empty();
    }
    return Optional.of(
        new Authentication.OAuth2(
            tokenUrl.get(),
            clientId.get(),
            secret,
            refresh,
            scopes.stream().map(Located::value).toList(),
            parameters,
            inHeader));
  }

  private static Optional<URI> tokenUrl(Section section) {
    String expected = "the http or https URL of the token endpoint, without query";
    Optional<String> text = section.required("token-url", expected);
    try {
      return text.map(SourceUrl::parse);
    } catch (IllegalArgumentException noSuchUrl) {
      section.problem("token-url", "no such URL (%s)".formatted(noSuchUrl.getMessage()), expected);
      return Optional.empty();
    }
  }

  /** What may be literal. */
  private static Optional<Name> name(Section section, String key) {
    Optional<String> text = section.required(key, "a text, or " + SecretReference.FORMS);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (!SecretReference.isMeant(text.get())) {
      return Optional.of(new Name(text, Optional.empty()));
    }
    return secret(section, key, true)
        .map(reference -> new Name(Optional.empty(), Optional.of(reference)));
  }

  /** A literal secret is refused, and not shown. */
  private static Optional<SecretReference> secret(Section section, String key, boolean required) {
    Optional<String> text =
        required
            ? section.required(key, SecretReference.FORMS)
            : section.text(key, SecretReference.FORMS);
    Optional<SecretReference> reference = text.flatMap(SecretReference::parse);
    if (text.isPresent() && reference.isEmpty()) {
      section.problem(
          key,
          SecretReference.isMeant(text.get())
              ? Quoted.quote(text.get())
              : "'%s' with a text that is no reference".formatted(key),
          SecretReference.FORMS);
    }
    return reference;
  }
}
