package io.tributary.producer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okhttp3.HttpUrl;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/** 23 harbours as APIs of many kinds return them, each at a path of its own. */
final class Harbours extends Dispatcher {
  static final int COUNT = 23;

  private static final int USUAL_SIZE = 10;

  @Override
  public MockResponse dispatch(RecordedRequest request) {
    HttpUrl url = request.getUrl();
    String kind = url.pathSegments().get(0);
    return switch (kind) {
      case "pages" -> json(list(byPage(url, "page", 1)));
      case "other-pages" ->
          json("{\"rows\": %s, \"found\": 23}".formatted(list(byPage(url, "_page", 1))));
      case "pages-from-zero" -> json("{\"content\": %s}".formatted(list(byPage(url, "page", 0))));
      case "offsets" ->
          json("{\"items\": %s, \"totalCount\": 23}".formatted(list(byOffset(url, "$offset"))));
      case "skips" -> json(list(byOffset(url, "skip")));
      case "tokens" -> tokens(url);
      case "urls" -> urls(url);
      case "links" -> links(url);
      case "circular-links" ->
          json(list(byPage(url, "page", 1)))
              .newBuilder()
              .addHeader("Link", "<%s>; rel=\"next\"".formatted(url.resolve("?page=2")))
              .build();
      case "keyset" -> keyset(url);
      case "whole" -> json("{\"error\": [], \"result\": %s}".formatted(list(all())));
      case "object" ->
          json(
              "{\"id\": 7, \"name\": \"Tide gauge\", \"dt\": 1764300000, \"level\": 1.25,"
                  + " \"unit\": \"m\", \"wind\": {\"from\": 270}, \"notes\": [{\"text\": \"calm\"}]}");
      case "map" ->
          json("{\"base\": \"EUR\", \"rates\": {\"USD\": 1.0531, \"NOK\": 11.71, \"SEK\": 11.02}}");
      case "map-of-objects" ->
          json(
              "{\"status\": \"ok\", \"result\": {\"BER\": {\"berths\": 4, \"name\": \"Berg\"},"
                  + " \"ODD\": {\"berths\": 9, \"name\": \"Odde\"}}}");
      case "rows" -> json(rows());
      case "columns" ->
          json(
              "{\"hourly\": {\"time\": [\"2026-11-28T00:00Z\", \"2026-11-28T01:00Z\"],"
                  + " \"level\": [1.5, 1.75]}}");
      case "lines" -> text("application/x-ndjson", harbours(all(), "\n"));
      case "csv" -> text("text/csv", csv());
      case "xml" -> text("application/xml", xml());
      default -> new MockResponse.Builder().code(404).build();
    };
  }

  private static List<Integer> all() {
    return range(0, COUNT);
  }

  private static List<Integer> range(int from, int to) {
    return IntStream.range(Math.min(from, COUNT), Math.min(to, COUNT)).boxed().toList();
  }

  private static List<Integer> byPage(HttpUrl url, String parameter, int first) {
    int size = number(url, "size", USUAL_SIZE);
    int page = number(url, parameter, first) - first;
    return page < 0 ? range(0, size) : range(page * size, (page + 1) * size);
  }

  private static List<Integer> byOffset(HttpUrl url, String parameter) {
    int from = number(url, parameter, 0);
    return range(from, from + number(url, "limit", USUAL_SIZE));
  }

  private static MockResponse tokens(HttpUrl url) {
    String token = url.queryParameter("pageToken");
    int from = token == null ? 0 : Integer.parseInt(token.substring(1));
    String next = from + USUAL_SIZE < COUNT ? "\"t" + (from + USUAL_SIZE) + "\"" : "null";
    return json(
        "{\"meta\": {\"nextPageToken\": %s}, \"data\": %s}"
            .formatted(next, list(range(from, from + USUAL_SIZE))));
  }

  private static MockResponse urls(HttpUrl url) {
    int page = number(url, "p", 0);
    String next =
        (page + 1) * USUAL_SIZE < COUNT
            ? "{\"next\": {\"href\": \"/urls?p=" + (page + 1) + "\"}}"
            : "{}";
    return json(
        "{\"_links\": %s, \"page\": {\"totalElements\": 23}, \"_embedded\": {\"harbours\": %s}}"
            .formatted(next, list(range(page * USUAL_SIZE, (page + 1) * USUAL_SIZE))));
  }

  private static MockResponse links(HttpUrl url) {
    int page = number(url, "s", 0);
    MockResponse answer = json(list(range(page * USUAL_SIZE, (page + 1) * USUAL_SIZE)));
    return (page + 1) * USUAL_SIZE < COUNT
        ? answer.newBuilder().addHeader("Link", "</links?s=" + (page + 1) + ">; rel=next").build()
        : answer;
  }

  private static MockResponse keyset(HttpUrl url) {
    String after = url.queryParameter("starting_after");
    int from = after == null ? 0 : Integer.parseInt(after.substring(2)) + 1;
    return json(
        "{\"has_more\": %s, \"data\": %s}"
            .formatted(from + USUAL_SIZE < COUNT, list(range(from, from + USUAL_SIZE))));
  }

  private static int number(HttpUrl url, String parameter, int usual) {
    @Nullable String value = url.queryParameter(parameter);
    return value == null ? usual : Integer.parseInt(value);
  }

  private static String list(List<Integer> numbers) {
    return "[" + harbours(numbers, ", ") + "]";
  }

  private static String harbours(List<Integer> numbers, String between) {
    return numbers.stream().map(Harbours::harbour).collect(Collectors.joining(between));
  }

  /** With what columns cannot have as it is: a nested object, a list, a secret, a reserved word. */
  private static String harbour(int i) {
    return String.format(
        Locale.ROOT,
        "{\"id\": \"h_%1$d\", \"order\": %1$d, \"harbourName\": \"Port &amp; quay %1$d\", \"place\": {\"lat\":"
            + " 59.%1$d5, \"owner\": {\"name\": \"O%1$d\", \"api_key\": \"k-%1$d\"}}, \"tags\": [\"a\", %1$d],"
            + " \"opened\": %2$d, \"fee\": \"%1$d.50\", \"checked_at\": \"2026-11-28T10:00:00\", \"closed\": null}",
        i,
        1764300000 + i);
  }

  private static String rows() {
    return all().stream()
        .map(
            i ->
                String.format(
                    Locale.ROOT, "[%d, \"%d.25\", %d]", 1764300000000L + 60_000L * i, i, i % 3))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String csv() {
    List<String> lines = new ArrayList<>(List.of("Code;Harbour Name;Depth"));
    each(i -> "H" + i + ";\"Port; " + i + "\";" + i + ".5").forEach(lines::add);
    return String.join("\r\n", lines) + "\r\n";
  }

  private static String xml() {
    return "<?xml version=\"1.0\"?><answer><harbours>%s</harbours></answer>"
        .formatted(
            String.join(
                "", each(i -> "<harbour id=\"h" + i + "\"><name>Port " + i + "</name></harbour>")));
  }

  private static List<String> each(IntFunction<String> text) {
    return IntStream.range(0, COUNT).mapToObj(text).toList();
  }

  private static MockResponse json(String body) {
    return text("application/json", body);
  }

  private static MockResponse text(String type, String body) {
    return new MockResponse.Builder()
        .addHeader("Content-Type", type)
        .body(new Buffer().write(Objects.requireNonNull(body).getBytes(UTF_8)))
        .build();
  }
}
