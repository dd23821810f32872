package io.tributary.model.definition;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.model.template.Template;
import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a pipeline's source is, or any server that speaks like it. */
public final class SourceUrl {
  private static final int LAST_PORT = 65_535;

  /** With underscores, which names of services in Compose have and {@link URI#getHost} refuses. */
  private static final Pattern HOST_NAME =
      Pattern.compile("(?=.{1,253}$)[A-Za-z0-9_-]{1,63}(\\.[A-Za-z0-9_-]{1,63})*\\.?");

  private static final Pattern PORT = Pattern.compile("0*[1-9]\\d{0,4}");

  /** What the rules of 2003 and of 2008 for names beyond ASCII make different hosts of. */
  private static final Pattern AMBIGUOUS = Pattern.compile("[\u00df\u1e9e\u03c2\u200c\u200d]");

  private static final Pattern BRACES = Pattern.compile("\\{([^{}]+)\\}");
  private static final Pattern ENCODED_BRACES = Pattern.compile("%7B(.+?)%7D");

  private SourceUrl() {}

  /**
   * @throws IllegalArgumentException when it is not an http or https URL without query; the message
   *     says what is wrong, and shows nothing of it, as there may be a secret in it
   */
  public static URI parse(String text) {
    URI url = uri(withVariablesEncoded(text));
    String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new IllegalArgumentException("it does not begin with http:// or https://");
    }
    String authority = url.getRawAuthority();
    if (authority == null) {
      throw new IllegalArgumentException("it has no host name");
    }
    if (url.getRawQuery() != null || url.getRawFragment() != null || authority.contains("@")) {
      throw new IllegalArgumentException(
          "it has a user, a query or a fragment; parameters belong into the definition's query");
    }
    int endOfHost = endOfHost(authority);
    String host = host(authority.substring(0, endOfHost), url);
    String port = authority.substring(endOfHost).replaceFirst("^:$", "");
    if (!port.isEmpty() && !isPort(port.substring(1))) {
      throw new IllegalArgumentException("its port is no number from 1 to " + LAST_PORT);
    }
    return URI.create(scheme + "://" + host + port + url.getRawPath());
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException malformed) {
      int at = malformed.getIndex();
      if (at > 0
          && at < text.length()
          && malformed.getReason().startsWith("Illegal character in path")) {
        throw new IllegalArgumentException(
            "it is not a URL: %s"
                .formatted(
                    text.charAt(at) == ' '
                        ? "write a space as %20"
                        : String.format(
                            Locale.ROOT,
                            "write '%s' as %%%02X",
                            text.charAt(at),
                            (int) text.charAt(at))));
      }
      throw new IllegalArgumentException("it is not a URL");
    }
  }

  /** The URL as a definition has it: variables of its path are in braces. */
  public static String text(URI url) {
    return ENCODED_BRACES
        .matcher(url.toString())
        .replaceAll(
            braces -> {
              String word = URLDecoder.decode(braces.group(1).replace("+", "%2B"), UTF_8);
              return Matcher.quoteReplacement(isVariable(word) ? "{" + word + "}" : braces.group());
            });
  }

  private static String withVariablesEncoded(String text) {
    return BRACES
        .matcher(text)
        .replaceAll(
            braces ->
                Matcher.quoteReplacement(
                    isVariable(braces.group(1))
                        ? "%7B"
                            + URLEncoder.encode(braces.group(1), UTF_8).replace("+", "%20")
                            + "%7D"
                        : braces.group()));
  }

  private static boolean isVariable(String word) {
    String text = "{" + word + "}";
    return Template.of(text).hasVariables() || !Template.doubts(text).isEmpty();
  }

  /** Where the colon before the port is, or the end: an address in brackets has colons too. */
  private static int endOfHost(String authority) {
    int colon = authority.indexOf(':', authority.indexOf(']') + 1);
    return colon < 0 ? authority.length() : colon;
  }

  private static String host(String written, URI url) {
    if (written.isEmpty()) {
      throw new IllegalArgumentException("it has no host name");
    }
    if (written.startsWith("[")) {
      if (url.getHost() == null || written.contains("%")) {
        throw new IllegalArgumentException("its host is no IPv6 address, or one with a zone");
      }
      return written;
    }
    String ascii = ascii(written);
    if (!HOST_NAME.matcher(ascii).matches()) {
      throw new IllegalArgumentException(
          "its host is no name of letters, digits, '-' and '_', with dots between");
    }
    return ascii;
  }

  private static String ascii(String host) {
    if (host.chars().allMatch(c -> c < 0x80)) {
      return host;
    }
    try {
      if (!AMBIGUOUS.matcher(host).find()) {
        return IDN.toASCII(host, IDN.ALLOW_UNASSIGNED | IDN.USE_STD3_ASCII_RULES);
      }
    } catch (IllegalArgumentException noName) {
      // as below
    }
    throw new IllegalArgumentException("its host has to be written in ASCII, as xn--…");
  }

  private static boolean isPort(String text) {
    return PORT.matcher(text).matches() && Integer.parseInt(text) <= LAST_PORT;
  }

  /** The pipeline with its source at {@code url}. */
  public static Pipeline at(Pipeline pipeline, URI url) {
    return pipeline.withSource(pipeline.source().at(url));
  }
}
