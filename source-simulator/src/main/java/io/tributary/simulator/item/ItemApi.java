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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * {@code /items?limit=&after=}: a fixed number of people, another shape than the users', handed out
 * in pages that name the next one. The same every time.
 *
 * <pre>{"data":{"items":[{"number":1,"person":{…},…}]},"meta":{"total":1000,"next":"3j"}}</pre>
 */
public final class ItemApi {
  private static final String PATH = "/items";
  private static final int USUAL_LIMIT = 100;
  private static final int MOST_ITEMS = 1000;
  private static final int TOKEN_RADIX = 36;
  private static final List<Nationality> NATIONALITIES = List.of(Nationality.values());

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
    if (!path.equals(PATH)) {
      return Optional.empty();
    }
    int after = after(parameters.getOrDefault("after", ""));
    return Optional.of(new Page(after, Math.min(limit(parameters), total - after)));
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
    private final int after;
    private final int records;

    private Page(int after, int records) {
      this.after = after;
      this.records = records;
    }

    @Override
    public int records() {
      return records;
    }

    @Override
    public void write(ByteText out, int written, int flawed) {
      out.put("{\"data\":{\"items\":[");
      for (int i = 1; i <= written; i++) {
        if (i > 1) {
          out.put(',');
        }
        item(out, after + i, flawed > 0 && i % flawed == 0);
      }
      int end = after + written;
      boolean last = end == total || written == 0;
      out.put("]},\"meta\":{\"total\":").putNumber(total, 1);
      out.put(",\"next\":")
          .put(last ? "null" : "\"%s\"".formatted(Integer.toString(end, TOKEN_RADIX)))
          .put("}}");
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
