package io.tributary.producer.proposal;

import java.util.regex.Pattern;

/** What names of members and parameters usually mean, in the spelling of any API. */
final class MemberNames {
  private static final Pattern SECRET =
      Pattern.compile(
          "(.*_)?(password|passwd|pwd|secret|salt|md5|sha1|sha256|sha512|ssn|cvv|cvc|pin|iban"
              + "|access_token|refresh_token|auth_token|id_token|session_token|token|api_?key"
              + "|private_key|access_key|secret_key|client_secret|password_hash|credit_card"
              + "|card_number|social_security(_number)?)(_hash)?");
  private static final Pattern CREDENTIAL =
      Pattern.compile(
          "(.*_)?(api_?key|app_?id|key|token|access_token|auth|secret|password|subscription_key)");
  private static final Pattern TIME =
      Pattern.compile(
          "(.*_)?(time|date|at|on|dt|ts|timestamp|[a-z]{2,}ed|sunrise|sunset|expires|expiry"
              + "|expiration|start|end|since|until|from|to|born|seen|utc|epoch|when)"
              + "(_(at|on|time|date|ms|utc|epoch|seconds))?");
  private static final Pattern MONEY =
      Pattern.compile(
          "(.*_)?(price|amount|balance|cost|total|fee|tax|salary|rate|value|last|open|close|high"
              + "|low|volume|cap)(_.*)?");
  private static final Pattern PAGE =
      Pattern.compile("_?(page|page_?(no|num|number|index)|p|pg|page_number)");
  private static final Pattern OFFSET =
      Pattern.compile("_?(offset|skip|start|start_?index|from|first)|page_offset");
  private static final Pattern SIZE =
      Pattern.compile(
          "_?(limit|per_page|page_?size|size|count|top|max_?results?|results|rows|num|take|length"
              + "|page_limit|[a-z]{2}limit|max_?records|record_count)");
  private static final Pattern TOKEN =
      Pattern.compile(
          "(.*_)?(cursor|continue|continuation|token|page_token|next_page|next|after|marker"
              + "|scroll_id|end_cursor|[a-z]{2}continue)");
  private static final Pattern TOTAL =
      Pattern.compile(
          "total|(total|num|nb|number_of)_?(count|results?|records|items|elements|hits|found|rows)"
              + "|num_found|count|hits|found|record_count|total_items_count");
  private static final Pattern MORE =
      Pattern.compile("(has|is)_?(more|next|next_page|more_items|more_results)|more");

  private MemberNames() {}

  /** Whether what has this name must not travel. */
  static boolean isSecret(String name) {
    return SECRET.matcher(snake(name)).matches();
  }

  /** Whether a parameter of this name says who asks. */
  static boolean isCredential(String name) {
    return CREDENTIAL.matcher(snake(name)).matches() || isSecret(name);
  }

  static boolean isTime(String name) {
    return TIME.matcher(snake(name)).matches();
  }

  static boolean isMoney(String name) {
    return MONEY.matcher(snake(name)).matches();
  }

  static boolean isPage(String name) {
    return PAGE.matcher(snake(name)).matches();
  }

  static boolean isOffset(String name) {
    return OFFSET.matcher(snake(name)).matches();
  }

  static boolean isSize(String name) {
    return SIZE.matcher(snake(name)).matches();
  }

  static boolean isToken(String name) {
    return TOKEN.matcher(snake(name)).matches();
  }

  static boolean isTotal(String name) {
    return TOTAL.matcher(snake(name)).matches();
  }

  static boolean isMore(String name) {
    return MORE.matcher(snake(name)).matches();
  }

  private static String snake(String name) {
    return ColumnNames.snake(name);
  }
}
