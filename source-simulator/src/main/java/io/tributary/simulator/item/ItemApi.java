package io.tributary.simulator.item;

import io.tributary.simulator.content.Population;
import io.tributary.simulator.request.PageRequest;
import io.tributary.simulator.request.RefusedRequest;
import io.tributary.simulator.user.ByteText;
import io.tributary.simulator.user.Draws;
import java.util.ArrayList;
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
 * /items/search} and {@code /items/graphql} are asked by a POST request. {@code form} is how they
 * are written: {@link ItemForm}.
 *
 * <pre>{"data":{"items":[{"number":1,"person":{…},…}]},"meta":{"total":1000,"next":"3j"}}</pre>
 */
public final class ItemApi {
  private static final String PATH = "/items";
  private static final List<String> ENDS = List.of("empty", "null", "204", "404", "410", "416");
  private static final int USUAL_LIMIT = 100;
  private static final int MOST_ITEMS = 1000;
  private static final int TOKEN_RADIX = 36;
  private static final long SERIES = Draws.series(0, PATH);

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
    return Optional.of(
        new Page(kind, form(parameters), from, limit, Math.min(limit, total - from), end));
  }

  private static ItemForm form(Map<String, String> parameters) throws RefusedRequest {
    String name = parameters.getOrDefault("form", "objects");
    return ItemForm.named(name)
        .orElseThrow(
            () ->
                new RefusedRequest(
                    400, "form is '%s', expected one of %s".formatted(name, ItemForm.words())));
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
                "graphql",
                ItemForm.OBJECTS,
                Math.min(after, total),
                limit,
                Math.min(limit, total - after),
                "empty"));
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
    private final ItemForm form;
    private final int after;
    private final int limit;
    private final int records;
    private final String end;

    private Page(String kind, ItemForm form, int after, int limit, int records, String end) {
      this.kind = kind;
      this.form = form;
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
      String at =
          String.format(
              Locale.ROOT,
              "after=%s&limit=%d",
              Integer.toString(after + written, TOKEN_RADIX),
              limit);
      return form == ItemForm.OBJECTS ? at : at + "&form=" + form.word();
    }

    @Override
    public String contentType() {
      return form.contentType();
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
      List<Item> items = new ArrayList<>(written);
      for (int i = 1; i <= written; i++) {
        items.add(Item.of(population, SERIES, after + i, flawed > 0 && i % flawed == 0));
      }
      if (form.isLines()) {
        form.write(out, items);
      } else if (form == ItemForm.XML) {
        xml(out, items);
      } else {
        json(out, items);
      }
    }

    private void json(ByteText out, List<Item> items) {
      boolean isNull = items.isEmpty() && records == 0 && !isChained() && end.equals("null");
      out.put("{\"data\":{\"items\":");
      if (isNull) {
        out.put("null");
      } else {
        form.write(out, items);
      }
      out.put("},\"meta\":{\"total\":").putNumber(total, 1);
      if (kind.equals("graphql")) {
        String cursor = Integer.toString(after + items.size(), TOKEN_RADIX);
        out.put(",\"pageInfo\":{\"hasNextPage\":");
        out.put(isLast(items.size()) ? "false" : "true");
        out.put(",\"endCursor\":\"").put(cursor).put("\"}}}");
        return;
      }
      next(items.size())
          .ifPresentOrElse(
              next -> out.put(",\"next\":").put(next.isEmpty() ? "null" : "\"" + next + "\""),
              () -> out.put(",\"more\":").put(isLast(items.size()) ? "false" : "true"));
      out.put("}}");
    }

    private void xml(ByteText out, List<Item> items) {
      out.put("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<answer><meta><total>");
      out.putNumber(total, 1).put("</total>");
      next(items.size())
          .ifPresentOrElse(
              next -> out.put("<next>").put(next.replace("&", "&amp;")).put("</next>"),
              () -> out.put("<more>").put(isLast(items.size()) ? "false" : "true").put("</more>"));
      out.put("</meta><items>");
      form.write(out, items);
      out.put("</items></answer>");
    }

    /** The token or URL of the next page, empty behind the last; none for another kind. */
    private Optional<String> next(int written) {
      if (!kind.equals("token") && !kind.equals("next-url")) {
        return Optional.empty();
      }
      if (isLast(written)) {
        return Optional.of("");
      }
      return Optional.of(
          kind.equals("token")
              ? Integer.toString(after + written, TOKEN_RADIX)
              : "?" + query(written));
    }
  }
}
