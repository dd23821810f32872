package io.tributary.simulator.item;

import io.tributary.simulator.content.Nationality;
import io.tributary.simulator.content.People;
import io.tributary.simulator.content.Population;
import io.tributary.simulator.content.Word;
import io.tributary.simulator.request.PageRequest;
import io.tributary.simulator.request.RefusedRequest;
import io.tributary.simulator.user.ByteText;
import io.tributary.simulator.user.Draws;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code /items?limit=&after=}: a fixed number of people, another shape than the users', handed out
 * in pages that name the next one. The same every time. {@code /items/page}, {@code /items/offset},
 * {@code /items/keyset}, {@code /items/next-url} and {@code /items/link-header} hand them out in
 * other ways; behind the last one, {@code end} is what the first three answer. {@code
 * /items/search} and {@code /items/graphql} are asked by a POST request.
 *
 * <pre>{"data":{"items":[{"number":1,"person":{…},…}]},"meta":{"total":1000,"next":"3j"}}</pre>
 */
public final class ItemApi {
  private static final String PATH = "/items";
  private static final List<String> ENDS = List.of("empty", "null", "204", "404", "410", "416");
  private static final int USUAL_LIMIT = 100;
  private static final int MOST_ITEMS = 1000;
  private static final int TOKEN_RADIX = 36;
  private static final List<Nationality> NATIONALITIES = List.of(Nationality.values());

  private static final Pattern BODY =
      Pattern.compile("\"(page|limit|first|after)\"\\s*:\\s*\"?(\\w+)\"?");

  private final Population population;
  private final int total;

  /**
   * @param total how many items there are
   */
  public ItemApi(Population population, int total) {
    this.population = population;
    this.total = total;
  }

  /** Empty when {@code path} is not of this API. */
  public Optional<PageRequest> asked(String path, Map<String, String> parameters)
      throws RefusedRequest {
    if (!path.equals(PATH) && !path.startsWith(PATH + "/")) {
      return Optional.empty();
    }
    int limit = limit(parameters);
    String kind = path.equals(PATH) ? "token" : path.substring(PATH.length() + 1);
    String end = parameters.getOrDefault("end", "empty");
    if (!ENDS.contains(end)) {
      throw new RefusedRequest(
          400, "end is '%s', expected one of %s".formatted(end, String.join(", ", ENDS)));
    }
    int after =
        switch (kind) {
          case "token", "next-url", "link-header" -> after(parameters.getOrDefault("after", ""));
          case "page" -> (Math.max(1, number("page", parameters, 1)) - 1) * limit;
          case "offset" -> number("offset", parameters, 0);
          case "keyset" -> number("after", parameters, 0);
          default ->
              throw new RefusedRequest(
                  404,
                  "There are /items and page, offset, keyset, next-url, link-header below it.");
        };
    int from = Math.min(after, total);
    return Optional.of(new Page(kind, from, limit, Math.min(limit, total - from), end));
  }

  /**
   * The page that a body asks for: {@code /items/search} with <code>{"page":2,"limit":100}</code>,
   * and {@code /items/graphql} with the variables <code>{"first":100,"after":"2s"}</code>. Empty
   * when {@code path} is neither.
   */
  public Optional<PageRequest> posted(String path, String body) throws RefusedRequest {
    Map<String, String> asked = new HashMap<>();
    BODY.matcher(body).results().forEach(member -> asked.put(member.group(1), member.group(2)));
    return switch (path) {
      case PATH + "/search" -> asked(PATH + "/page", asked);
      case PATH + "/graphql" -> {
        Map<String, String> parameters = new HashMap<>();
        parameters.put("limit", asked.getOrDefault("first", ""));
        int limit = limit(parameters);
        int after = after(asked.getOrDefault("after", ""));
        yield Optional.of(
            new Page(
                "graphql", Math.min(after, total), limit, Math.min(limit, total - after), "empty"));
      }
      default -> Optional.empty();
    };
  }

  private int number(String name, Map<String, String> parameters, int otherwise)
      throws RefusedRequest {
    String text = parameters.getOrDefault(name, "");
    if (text.isEmpty()) {
      return otherwise;
    }
    if (!text.matches("\\d{1,6}")) {
      throw new RefusedRequest(400, "%s is '%s', expected a number".formatted(name, text));
    }
    return Integer.parseInt(text);
  }

  private static int limit(Map<String, String> parameters) throws RefusedRequest {
    String text = parameters.getOrDefault("limit", "");
    if (text.isEmpty()) {
      return USUAL_LIMIT;
    }
    if (!text.matches("[1-9]\\d{0,3}") || Integer.parseInt(text) > MOST_ITEMS) {
      throw new RefusedRequest(
          400, String.format(Locale.ROOT, "limit is '%s', expected 1 to %d", text, MOST_ITEMS));
    }
    return Integer.parseInt(text);
  }

  private int after(String token) throws RefusedRequest {
    if (token.isEmpty()) {
      return 0;
    }
    if (token.matches("[0-9a-z]{1,6}") && Long.parseLong(token, TOKEN_RADIX) <= total) {
      return Integer.parseInt(token, TOKEN_RADIX);
    }
    throw new RefusedRequest(400, "after is '%s', which no page named".formatted(token));
  }

  private final class Page implements PageRequest {
    private final String kind;
    private final int after;
    private final int limit;
    private final int records;
    private final String end;

    private Page(String kind, int after, int limit, int records, String end) {
      this.kind = kind;
      this.after = after;
      this.limit = limit;
      this.records = records;
      this.end = end;
    }

    @Override
    public int records() {
      return records;
    }

    @Override
    public int status() {
      return records == 0 && !isChained() && end.matches("\\d+") ? Integer.parseInt(end) : 200;
    }

    @Override
    public String link(int written) {
      return kind.equals("link-header") && !isLast(written) ? query(written) : "";
    }

    private boolean isChained() {
      return kind.equals("token")
          || kind.equals("next-url")
          || kind.equals("link-header")
          || kind.equals("graphql");
    }

    private boolean isLast(int written) {
      return after + written == total || written == 0;
    }

    private String query(int written) {
      return String.format(
          Locale.ROOT, "after=%s&limit=%d", Integer.toString(after + written, TOKEN_RADIX), limit);
    }

    @Override
    public void write(ByteText out, int written, int flawed) {
      if (status() == 204) {
        return;
      }
      if (status() != 200) {
        out.put("{\"error\":\"There is no such page.\"}");
        return;
      }
      boolean isNull = written == 0 && records == 0 && !isChained() && end.equals("null");
      out.put("{\"data\":{\"items\":").put(isNull ? "null" : "[");
      for (int i = 1; i <= written; i++) {
        if (i > 1) {
          out.put(',');
        }
        item(out, after + i, flawed > 0 && i % flawed == 0);
      }
      out.put(isNull ? "" : "]").put("},\"meta\":{\"total\":").putNumber(total, 1);
      boolean last = isLast(written);
      if (kind.equals("graphql")) {
        String next = Integer.toString(after + written, TOKEN_RADIX);
        out.put(",\"pageInfo\":{\"hasNextPage\":").put(last ? "false" : "true");
        out.put(",\"endCursor\":\"").put(next).put("\"}");
      } else if (kind.equals("token")) {
        String next = Integer.toString(after + written, TOKEN_RADIX);
        out.put(",\"next\":").put(last ? "null" : "\"%s\"".formatted(next));
      } else if (kind.equals("next-url")) {
        out.put(",\"next\":").put(last ? "null" : "\"?%s\"".formatted(query(written)));
      } else {
        out.put(",\"more\":").put(last ? "false" : "true");
      }
      out.put("}}");
    }
  }

  // a flawed item has a text where its number belongs
  private void item(ByteText out, int number, boolean flawed) {
    Draws draws = Draws.of(Draws.series(0, PATH), number);
    Nationality nationality = draws.of(NATIONALITIES);
    People people = population.of(nationality);
    Word first = draws.of(draws.coin() ? people.male() : people.female());
    Word last = draws.of(people.last());
    LocalDate born = LocalDate.of(1950, 1, 1).plusDays(draws.below(20_000));
    Instant joined =
        Instant.parse("2010-01-01T00:00:00Z")
            .plus(draws.between(0, 400_000_000L), ChronoUnit.SECONDS);
    out.put("{\"number\":");
    if (flawed) {
      out.put("\"none\"");
    } else {
      out.putNumber(number, 1);
    }
    out.put(",\"person\":{\"full_name\":\"").put(first.json()).put(' ').put(last.json());
    out.put("\",\"mail\":\"").put(first.mail()).put('.').put(last.mail()).putNumber(number, 1);
    out.put("@example.com\",\"nation\":\"").put(nationality.name());
    out.put("\"},\"born\":\"").put(born.toString());
    out.put("\",\"joined\":\"").put(joined.toString());
    out.put("\",\"height_m\":1.").putNumber(draws.between(45, 99), 2);
    out.put(",\"balance\":\"").putNumber(draws.below(100_000), 1);
    out.put('.').putNumber(draws.below(100), 2);
    out.put("\",\"visits\":").putNumber(draws.below(500), 1);
    out.put(",\"active\":").put(draws.coin() ? "true" : "false").put('}');
  }
}
