package io.tributary.simulator.item;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.simulator.request.PageRequest;
import io.tributary.simulator.request.RefusedRequest;
import io.tributary.simulator.user.ByteText;
import io.tributary.simulator.user.Draws;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * {@code /items/changes?since=&until=&limit=&after=}: items that change as time goes by, each after
 * a span of its own, from ten seconds to a week. They come in the order of their last change; one
 * that changes while a client reads moves to the end. What an item is like follows from its number
 * and its version, which counts the changes, and the version from the time.
 *
 * <pre>{"items":[{"number":7,"version":3,"updated":"…","stock":12,"price":"8.20"}],"next":"…"}
 * </pre>
 *
 * With {@code form=csv} the items are lines, and the header {@code Link} names the next page.
 */
public final class ChangingItems {
  private static final String PATH = "/items/changes";
  private static final int USUAL_LIMIT = 100;
  private static final int MOST = 1_000;
  private static final int RADIX = 36;

  /** How long items stay as they are. */
  private static final List<Duration> SPANS =
      List.of(
          Duration.ofSeconds(10),
          Duration.ofMinutes(1),
          Duration.ofMinutes(10),
          Duration.ofHours(1),
          Duration.ofHours(6),
          Duration.ofDays(1),
          Duration.ofDays(7));

  /** What is before each value of an item. */
  private static final List<String> JSON_NAMES =
      List.of("\"number\":", ",\"version\":", ",\"updated\":", ",\"stock\":", ",\"price\":");

  private static final List<String> COMMAS = List.of("", ",", ",", ",", ",");

  private record Item(int number, long version, long updated) {
    /** In the order of the items. */
    String token() {
      return String.format(
          Locale.ROOT, "%s-%s", Long.toString(updated, RADIX), Integer.toString(number, RADIX));
    }
  }

  private static final Comparator<Item> ORDER =
      Comparator.comparingLong(Item::updated).thenComparingInt(Item::number);

  private final int total;
  private final InstantSource clock;

  /**
   * @param total how many items there are
   */
  public ChangingItems(int total, InstantSource clock) {
    this.total = total;
    this.clock = clock;
  }

  /** Empty when {@code path} is another. */
  public Optional<PageRequest> asked(String path, Map<String, String> parameters)
      throws RefusedRequest {
    if (!path.equals(PATH)) {
      return Optional.empty();
    }
    long since = time("since", parameters, Long.MIN_VALUE);
    long until = time("until", parameters, Long.MAX_VALUE);
    int limit = limit(parameters);
    boolean isCsv = isCsv(parameters);
    Optional<Item> after = after(parameters);
    long now = clock.instant().getEpochSecond();
    List<Item> found =
        IntStream.rangeClosed(1, total)
            .mapToObj(number -> at(number, now))
            .filter(item -> item.updated() >= since && item.updated() < until)
            .filter(item -> after.isEmpty() || ORDER.compare(item, after.get()) > 0)
            .sorted(ORDER)
            .limit(limit + 1L)
            .toList();
    return Optional.of(new Page(found, limit, isCsv ? csvQuery(parameters) : ""));
  }

  /** What the URL of the next page has, up to the token. */
  private static String csvQuery(Map<String, String> parameters) {
    StringBuilder query = new StringBuilder("form=csv");
    for (String name : List.of("since", "until", "limit")) {
      String value = parameters.getOrDefault(name, "");
      if (!value.isEmpty()) {
        query.append('&').append(name).append('=').append(URLEncoder.encode(value, UTF_8));
      }
    }
    return query.append("&after=").toString();
  }

  private static boolean isCsv(Map<String, String> parameters) throws RefusedRequest {
    String form = parameters.getOrDefault("form", "objects");
    if (!form.equals("objects") && !form.equals("csv")) {
      throw new RefusedRequest(400, "form is '%s', expected objects or csv".formatted(form));
    }
    return form.equals("csv");
  }

  private static Item at(int number, long now) {
    Draws draws = Draws.of(Draws.series(0, PATH), number);
    long span = draws.of(SPANS).toSeconds();
    long phase = draws.below((int) span);
    long version = Math.floorDiv(now - phase, span);
    return new Item(number, version, version * span + phase);
  }

  private static long time(String name, Map<String, String> parameters, long otherwise)
      throws RefusedRequest {
    String text = parameters.getOrDefault(name, "");
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      // a time between two seconds is behind what happened in the first
      return text.matches("\\d{1,11}")
          ? Long.parseLong(text)
          : Instant.parse(text).plusNanos(999_999_999).getEpochSecond();
    } catch (DateTimeParseException none) {
      throw new RefusedRequest(
          400,
          "%s is '%s', expected a time as 2026-01-31T12:00:00Z or seconds".formatted(name, text));
    }
  }

  private static int limit(Map<String, String> parameters) throws RefusedRequest {
    String text = parameters.getOrDefault("limit", "");
    if (text.isEmpty()) {
      return USUAL_LIMIT;
    }
    if (!text.matches("[1-9]\\d{0,3}") || Integer.parseInt(text) > MOST) {
      throw new RefusedRequest(
          400, String.format(Locale.ROOT, "limit is '%s', expected 1 to %d", text, MOST));
    }
    return Integer.parseInt(text);
  }

  private static Optional<Item> after(Map<String, String> parameters) throws RefusedRequest {
    String token = parameters.getOrDefault("after", "");
    if (token.isEmpty()) {
      return Optional.empty();
    }
    int between = token.indexOf('-');
    if (!token.matches("[0-9a-z]{1,9}-[0-9a-z]{1,5}")) {
      throw new RefusedRequest(400, "after is '%s', which no page named".formatted(token));
    }
    return Optional.of(
        new Item(
            Integer.parseInt(token.substring(between + 1), RADIX),
            0,
            Long.parseLong(token.substring(0, between), RADIX)));
  }

  private static final class Page implements PageRequest {
    private final List<Item> items;
    private final int limit;
    private final String csvQuery;

    /**
     * @param items of the page, and one more where there is another page
     * @param csvQuery the query of the next page without its token; empty for a page in JSON
     */
    private Page(List<Item> items, int limit, String csvQuery) {
      this.items = items;
      this.limit = limit;
      this.csvQuery = csvQuery;
    }

    @Override
    public int records() {
      return Math.min(items.size(), limit);
    }

    private boolean isCsv() {
      return !csvQuery.isEmpty();
    }

    @Override
    public String contentType() {
      return isCsv() ? "text/csv; charset=utf-8" : PageRequest.super.contentType();
    }

    @Override
    public String link(int written) {
      return isCsv() ? next(written).map(csvQuery::concat).orElse("") : "";
    }

    /** The token of the next page, if there is one. */
    private Optional<String> next(int written) {
      boolean hasMore = written > 0 && written < items.size();
      return hasMore ? Optional.of(items.get(written - 1).token()) : Optional.empty();
    }

    @Override
    public void write(ByteText out, int written, int flawed) {
      if (isCsv()) {
        out.put("number,version,updated,stock,price\r\n");
        for (int i = 0; i < written; i++) {
          values(out, items.get(i), isFlawed(i, flawed), COMMAS, "");
          out.put("\r\n");
        }
        return;
      }
      out.put("{\"items\":[");
      for (int i = 0; i < written; i++) {
        out.put(i > 0 ? ",{" : "{");
        values(out, items.get(i), isFlawed(i, flawed), JSON_NAMES, "\"");
        out.put('}');
      }
      out.put("],\"next\":");
      out.put(next(written).map(next -> "\"" + next + "\"").orElse("null")).put('}');
    }

    private static boolean isFlawed(int i, int flawed) {
      return flawed > 0 && (i + 1) % flawed == 0;
    }

    /**
     * Writes the values of one item.
     *
     * @param before what is before each value
     * @param quote around texts; empty for none
     */
    private static void values(
        ByteText out, Item item, boolean flawed, List<String> before, String quote) {
      Draws draws = Draws.of(Draws.series(item.version(), PATH), item.number());
      out.put(before.get(0));
      if (flawed) {
        out.put(quote).put("none").put(quote);
      } else {
        out.putNumber(item.number(), 1);
      }
      out.put(before.get(1)).putNumber(item.version(), 1);
      String updated = Instant.ofEpochSecond(item.updated()).toString();
      out.put(before.get(2)).put(quote).put(updated).put(quote);
      out.put(before.get(3)).putNumber(draws.below(1_000), 1);
      out.put(before.get(4)).put(quote).putNumber(draws.below(500), 1);
      out.put('.').putNumber(draws.below(100), 2).put(quote);
    }
  }
}
