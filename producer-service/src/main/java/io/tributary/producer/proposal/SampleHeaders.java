package io.tributary.producer.proposal;

import io.tributary.model.definition.Request;
import io.tributary.model.definition.SecretReference;
import io.tributary.producer.credential.SecretSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The headers that a source wants, as somebody gave them on the command line. One of them may have
 * a secret, literally or as a reference. The definition gets a reference in any case.
 *
 * @param plain those without secrets
 */
record SampleHeaders(Map<String, String> plain, Optional<Credential> credential) {
  static final SampleHeaders NONE = new SampleHeaders(Map.of(), Optional.empty());

  private static final Pattern HEADER =
      Pattern.compile("\\s*([A-Za-z0-9!#$%&'*+.^_`|~-]{1,100})\\s*:(.*)", Pattern.DOTALL);
  private static final Pattern REFERENCE = Pattern.compile("(.*?)(\\$\\{[^{}]*})", Pattern.DOTALL);
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9-]* +)(\\S.*)");

  SampleHeaders {
    plain = Map.copyOf(plain);
  }

  /**
   * A header with a secret.
   *
   * @param prefix what is before the secret
   * @param secret where the definition says that the secret is
   * @param literal the secret itself, if it was given; the reference is to a variable then
   */
  record Credential(
      String header, String prefix, SecretReference secret, Optional<String> literal) {
    @Override
    public String toString() {
      return header;
    }

    private boolean isBearer() {
      return header.equalsIgnoreCase("Authorization") && prefix.strip().equalsIgnoreCase("Bearer");
    }
  }

  /**
   * Reads headers such as {@code X-Api-Key: ${env:SHOP_KEY}}.
   *
   * @param pipeline names the variable for a secret that was given literally
   * @throws IllegalArgumentException when one is no header, or several have secrets; the message
   *     shows no value
   */
  static SampleHeaders of(List<String> given, String pipeline) {
    Map<String, String> plain = new LinkedHashMap<>();
    List<Credential> credentials = new ArrayList<>();
    for (String header : given) {
      Matcher parts = HEADER.matcher(header);
      if (!parts.matches()) {
        throw new IllegalArgumentException("a header must be a name, a colon and a value");
      }
      String name = parts.group(1);
      String value = parts.group(2).strip();
      boolean isSecret = Request.isSecretHeader(name) || MemberNames.isCredential(name);
      if (isSecret || SecretReference.isMeant(value)) {
        credentials.add(credential(name, value, pipeline));
      } else {
        plain.put(name, value);
      }
    }
    if (credentials.size() > 1) {
      throw new IllegalArgumentException(
          "both %s and %s have a secret, and a definition has one authentication"
              .formatted(credentials.get(0), credentials.get(1)));
    }
    return new SampleHeaders(plain, credentials.stream().findFirst());
  }

  private static Credential credential(String name, String value, String pipeline) {
    if (SecretReference.isMeant(value)) {
      Matcher parts = REFERENCE.matcher(value);
      Optional<SecretReference> reference =
          parts.matches() ? SecretReference.parse(parts.group(2)) : Optional.empty();
      return new Credential(
          name,
          parts.matches() ? parts.group(1) : "",
          reference.orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "the value of %s must end with ${env:NAME} or ${file:/PATH}"
                          .formatted(name))),
          Optional.empty());
    }
    Matcher parts = SCHEME.matcher(value);
    boolean hasScheme = name.equalsIgnoreCase("Authorization") && parts.matches();
    String prefix = hasScheme ? parts.group(1) : "";
    boolean isBearer = prefix.strip().equalsIgnoreCase("Bearer");
    String variable =
        pipeline + "_" + (isBearer ? "token" : ColumnNames.snake(name).replaceFirst("^x_", ""));
    return new Credential(
        name,
        prefix,
        new SecretReference(SecretReference.Kind.ENV, variable.toUpperCase(Locale.ROOT)),
        Optional.of(value.substring(prefix.length())));
  }

  /** The lines of {@code source} that send them. */
  List<String> lines() {
    List<String> lines = new ArrayList<>(plainLines());
    credential.ifPresent(
        one -> {
          lines.add("authentication:");
          if (one.isBearer()) {
            lines.add("  type: bearer");
            lines.add("  token: " + Yaml.quoted(one.secret().toString()));
            return;
          }
          lines.add("  type: api-key");
          lines.add("  header: " + Yaml.quoted(one.header()));
          if (!one.prefix().isEmpty()) {
            lines.add("  prefix: " + Yaml.quoted(one.prefix()));
          }
          lines.add("  value: " + Yaml.quoted(one.secret().toString()));
        });
    return lines;
  }

  private List<String> plainLines() {
    List<String> lines = new ArrayList<>();
    if (!plain.isEmpty()) {
      lines.add("headers:");
    }
    plain.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            header ->
                lines.add(
                    "  %s: %s"
                        .formatted(Yaml.quoted(header.getKey()), Yaml.quoted(header.getValue()))));
    return lines;
  }

  /** The same without the secret, for another host. */
  SampleHeaders withoutCredential() {
    return new SampleHeaders(plain, Optional.empty());
  }

  /** Where secrets are: in the environment, or on the command line. */
  SecretSource secrets() {
    return new SecretSource(
        name ->
            credential
                .filter(one -> one.literal().isPresent() && one.secret().name().equals(name))
                .flatMap(Credential::literal)
                .orElse(System.getenv(name)));
  }

  /** What a person should know about the secret. */
  Optional<String> note() {
    return credential.map(
        one ->
            one.literal().isPresent()
                ? "authentication: set the variable %s to the secret of the header %s"
                    .formatted(one.secret().name(), one.header())
                : "authentication: the header %s has %s".formatted(one.header(), one.secret()));
  }
}
