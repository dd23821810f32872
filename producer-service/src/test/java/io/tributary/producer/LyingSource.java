package io.tributary.producer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * A source drawn at random: a kind of paging, a way to end, passing faults, and at times a lie. It
 * accounts for what it served by itself.
 */
final class LyingSource extends Dispatcher {

  enum Kind {
    PAGE,
    OFFSET,
    TOKEN,
    NEXT_URL,
    LINK_HEADER,
    KEYSET;

    boolean isChained() {
      return this == TOKEN || this == NEXT_URL || this == LINK_HEADER;
    }
  }

  /** How its answers hold the records. */
  enum Form {
    OBJECTS(""),
    ROWS("names: [id, name]"),
    MAP("records-are: map"),
    COLUMNS("records-are: columns"),
    /** Some records have no list. */
    EACH("each: /list"),
    NDJSON("format: ndjson"),
    CSV("format: csv"),
    XML("format: xml");

    private final String keys;

    Form(String keys) {
      this.keys = keys;
    }

    boolean isLines() {
      return this == NDJSON || this == CSV;
    }

    /** Where an answer has something beside its records. */
    private String pointer(String name) {
      return this == XML ? "/answer/" + name : "/" + name;
    }
  }

  /**
   * Something that an answer has beside its records.
   *
   * @param json how JSON writes it
   */
  private record Beside(String name, String json) {
    private String member() {
      return "\"%s\":%s".formatted(name, json);
    }

    private String element() {
      String text = json.equals("null") ? "" : json.replace("\"", "").replace("&", "&amp;");
      return "<%s>%s</%s>".formatted(name, text, name);
    }
  }

  /** How it says that it has no more. */
  enum End {
    EMPTY,
    STATUS_204,
    NULL,
    NO_LIST,
    STATUS_404,
    STATUS_410,
    STATUS_416,
    HAS_MORE,
    TOTAL,
    NO_NEXT,
    END_MARK,
    EMPTY_SELF,
    EVER_NEW_EMPTY
  }

  /** What it does for good from some page on. */
  enum Lie {
    NONE,
    /** It gives the same page whatever it is asked for. */
    STUCK,
    /** Its pages lead back to one that was there. */
    CIRCLE,
    /** It says that there is more, and has none. */
    MORE_THAN_IT_HAS,
    /** It always breaks off. */
    BROKEN
  }

  private enum Fault {
    LIMITED,
    FORBIDDEN_FOR_A_WHILE,
    NOTHING_LEFT,
    BROKEN_DOWN,
    UNAVAILABLE,
    CUT_OFF,
    DISCONNECTED,
    ERROR_BODY,
    MESSAGE,
    /** Of lines, all but the last, as if the connection's end were theirs. */
    CLOSED,
    WEB_PAGE,
    EMPTY,
    NO_CONTENT,
    NOT_FOUND,
    PAGE_BEFORE
  }

  final Kind kind;
  final Form form;
  final End end;
  final Lie lie;
  final int size;
  private final int firstPage;
  private final int lieFrom;
  private final String endMark;
  private final Random random;
  private final double faulty;

  /** The records of each page; a page may be short, and with tokens empty. */
  private final List<List<String>> pages = new ArrayList<>();

  private final List<String> all;
  private final Set<String> served = new HashSet<>();
  private final Map<Integer, Integer> faultsAt = new HashMap<>();
  private final Set<Integer> oddAt = new HashSet<>();
  private int requests;

  LyingSource(Random random) {
    this.random = random;
    kind = Kind.values()[random.nextInt(Kind.values().length)];
    size = 1 + random.nextInt(9);
    int cap = random.nextInt(3) == 0 ? 1 + random.nextInt(size) : size;
    int count = 1 + random.nextInt(40);
    all = IntStream.range(0, count).mapToObj(i -> "r" + i).toList();
    boolean isUneven = random.nextInt(3) == 0;
    for (int from = 0; from < count; ) {
      boolean hasGap = kind.isChained() && isUneven && random.nextInt(6) == 0;
      if (hasGap && !pages.isEmpty() && !pages.get(pages.size() - 1).isEmpty()) {
        pages.add(List.of());
      }
      int records = isUneven ? 1 + random.nextInt(cap) : cap;
      pages.add(all.subList(from, Math.min(count, from + records)));
      from += records;
    }
    List<End> ends =
        kind.isChained()
            ? List.of(End.NO_NEXT, End.END_MARK, End.EMPTY_SELF, End.EVER_NEW_EMPTY, End.HAS_MORE)
            : List.of(
                End.EMPTY,
                End.STATUS_204,
                End.NULL,
                End.NO_LIST,
                End.STATUS_404,
                End.STATUS_410,
                End.STATUS_416,
                End.HAS_MORE,
                End.TOTAL);
    End drawn = ends.get(random.nextInt(ends.size()));
    end = drawn == End.END_MARK && kind == Kind.LINK_HEADER ? End.NO_NEXT : drawn;
    lie = random.nextInt(3) > 0 ? Lie.NONE : Lie.values()[random.nextInt(Lie.values().length)];
    lieFrom = random.nextInt(pages.size());
    firstPage = random.nextInt(3);
    endMark = random.nextBoolean() ? "-1" : "END";
    faulty = random.nextInt(3) == 0 ? 0 : random.nextDouble() * 0.4;
    // lines have nothing beside their records
    boolean mayBeLines =
        kind != Kind.TOKEN
            && kind != Kind.NEXT_URL
            && lie != Lie.MORE_THAN_IT_HAS
            && !List.of(End.NULL, End.NO_LIST, End.HAS_MORE, End.TOTAL).contains(end);
    Form drawnForm = Form.values()[random.nextInt(Form.values().length)];
    form = drawnForm.isLines() && !mayBeLines ? Form.OBJECTS : drawnForm;
  }

  /** The section {@code paging} that describes it. */
  String paging() {
    String paging =
        switch (kind) {
          case PAGE ->
              String.format(
                  Locale.ROOT, "type: page, page-parameter: page, first-page: %d", firstPage);
          case OFFSET -> "type: offset, offset-parameter: offset";
          case TOKEN -> "type: token, token-parameter: token, next: " + form.pointer("next");
          case NEXT_URL -> "type: next-url, next: " + form.pointer("next");
          case LINK_HEADER -> "type: link-header";
          case KEYSET -> "type: keyset, value-parameter: after, value: " + keysetValue();
        };
    return String.format(
        Locale.ROOT,
        "{%s, size-parameter: size, page-size: %d%s%s%s}",
        paging,
        size,
        saysMore() ? ", has-more: " + form.pointer("more") : "",
        saysTotal() ? ", total: " + form.pointer("total") : "",
        end == End.END_MARK ? ", end-marks: [\"%s\"]".formatted(endMark) : "");
  }

  private String keysetValue() {
    return switch (form) {
      case ROWS -> "/0";
      case XML -> "/@id";
      default -> "/id";
    };
  }

  private boolean saysMore() {
    return end == End.HAS_MORE || (lie == Lie.MORE_THAN_IT_HAS && firstPage == 0);
  }

  private boolean saysTotal() {
    return end == End.TOTAL || (lie == Lie.MORE_THAN_IT_HAS && firstPage != 0);
  }

  /** Whether a run must not end green. */
  boolean hidesRecords() {
    return switch (lie) {
      case NONE -> false;
      case STUCK -> lieFrom < pages.size() - 1;
      case CIRCLE, BROKEN -> true;
      case MORE_THAN_IT_HAS -> end != End.HAS_MORE;
    };
  }

  /** Whether it says that it has no more where it is stuck: a short last page, an empty one. */
  boolean looksEnded() {
    return lie == Lie.STUCK && (!kind.isChained() || pages.get(lieFrom).isEmpty());
  }

  synchronized Set<String> served() {
    return Set.copyOf(served);
  }

  Set<String> all() {
    return all.stream().filter(this::isListed).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Whether a record has what is unfolded; the first one does. */
  private boolean isListed(String id) {
    return form != Form.EACH || Integer.parseInt(id.substring(1)) % 4 != 3;
  }

  /** All of an answer: the records, and what members it has beside them. */
  private String body(List<String> records, List<Beside> others) {
    List<String> each = records.stream().map(this::record).toList();
    return switch (form) {
      case NDJSON -> each.stream().map(record -> record + "\n").collect(Collectors.joining());
      case CSV ->
          each.stream().map(row -> row + "\r\n").collect(Collectors.joining("", "id,name\r\n", ""));
      case XML ->
          "<answer><results>%s</results>%s</answer>"
              .formatted(
                  String.join("", each),
                  others.stream().map(Beside::element).collect(Collectors.joining()));
      default -> {
        List<String> members = new ArrayList<>();
        members.add("\"results\":" + results(records, each));
        others.forEach(beside -> members.add(beside.member()));
        yield "{" + String.join(",", members) + "}";
      }
    };
  }

  private String results(List<String> ids, List<String> each) {
    return switch (form) {
      case MAP -> "{" + String.join(",", each) + "}";
      case COLUMNS ->
          ids.stream().map("\"%s\""::formatted).collect(Collectors.joining(",", "{\"id\":[", "],"))
              + ids.stream()
                  .map("\"Name of %s\""::formatted)
                  .collect(Collectors.joining(",", "\"name\":[", "]}"));
      default -> "[" + String.join(",", each) + "]";
    };
  }

  private String record(String id) {
    return switch (form) {
      case ROWS -> "[\"%s\",\"Name of %s\",7]".formatted(id, id);
      case MAP -> "\"%s\":{\"id\":\"%s\",\"name\":\"Name of %s\"}".formatted(id, id, id);
      case EACH ->
          isListed(id)
              ? "{\"id\":\"%s\",\"list\":[{\"name\":\"Name of %s\"}]}".formatted(id, id)
              : "{\"id\":\"%s\"}".formatted(id);
      case CSV -> "%s,\"Name of %s\"".formatted(id, id);
      case XML -> "<record id=\"%s\"><name>Name of %s</name></record>".formatted(id, id);
      default -> "{\"id\":\"%s\",\"name\":\"Name of %s\"}".formatted(id, id);
    };
  }

  synchronized int requests() {
    return requests;
  }

  int pages() {
    return pages.size();
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s of %s ends %s, lie %s from %d, pages %s, faults %.2f, %s",
        kind,
        form,
        end,
        lie,
        lieFrom,
        pages.stream().map(page -> Integer.toString(page.size())).collect(Collectors.joining(",")),
        faulty,
        paging());
  }

  @Override
  public synchronized MockResponse dispatch(RecordedRequest request) {
    requests++;
    HttpUrl url = request.getUrl();
    int page = pageOf(url);
    MockResponse.Builder fault = fault(page);
    if (fault != null) {
      return fault.build();
    }
    if (lie == Lie.BROKEN && page >= lieFrom) {
      return new MockResponse.Builder().body(cutOff()).build();
    }
    return (page < pages.size() ? page(url, page) : behind(url, page)).build();
  }

  /** Counted from 0, as it was asked for. */
  private int pageOf(HttpUrl url) {
    return switch (kind) {
      case PAGE -> number(url, "page", firstPage) - firstPage;
      case OFFSET -> pageAtRecord(number(url, "offset", 0));
      case KEYSET -> {
        String after = url.queryParameter("after");
        yield after == null ? 0 : pageAtRecord(Integer.parseInt(after.substring(1)) + 1);
      }
      case TOKEN, NEXT_URL, LINK_HEADER -> number(url, "token", 0);
    };
  }

  private static int number(HttpUrl url, String name, int otherwise) {
    String text = url.queryParameter(name);
    return text == null ? otherwise : Integer.parseInt(text);
  }

  private int pageAtRecord(int record) {
    int before = 0;
    for (int page = 0; page < pages.size(); page++) {
      if (before == record) {
        return page;
      }
      before += pages.get(page).size();
      if (lie != Lie.NONE && record < before) {
        // it has shown other records than those of the page
        return page;
      }
    }
    if (record < before) {
      throw new IllegalStateException("no page begins with record " + record);
    }
    return pages.size();
  }

  private MockResponse.Builder page(HttpUrl url, int asked) {
    int page = lie == Lie.STUCK && asked > lieFrom ? lieFrom : asked;
    List<String> records = pages.get(page);
    boolean isLast = page == pages.size() - 1;
    int next = page + 1;
    if (lie == Lie.CIRCLE && page >= lieFrom) {
      next = Math.max(0, lieFrom - 1);
      isLast = false;
      if (!kind.isChained()) {
        // what has no links leads back by its records
        records = pages.get(0);
      }
    }
    return answer(url, records, isLast, next);
  }

  private MockResponse.Builder answer(HttpUrl url, List<String> records, boolean isLast, int next) {
    List<Beside> members = new ArrayList<>();
    records.stream().filter(this::isListed).forEach(served::add);
    boolean overstates = lie == Lie.MORE_THAN_IT_HAS;
    if (saysMore()) {
      boolean more = end == End.HAS_MORE ? !isLast : !isLast || overstates;
      members.add(new Beside("more", Boolean.toString(more)));
    }
    if (saysTotal()) {
      int total = all.size() + (overstates ? 3 : 0);
      members.add(new Beside("total", Integer.toString(total)));
    }
    MockResponse.Builder answer = new MockResponse.Builder();
    boolean namesNext = !isLast || !(end == End.NO_NEXT || end == End.END_MARK);
    if (kind == Kind.LINK_HEADER && namesNext) {
      answer.addHeader("Link", "<%s>; rel=\"next\"".formatted(url(url, next)));
    } else if (kind.isChained() && kind != Kind.LINK_HEADER) {
      String token = kind == Kind.TOKEN ? Integer.toString(next) : url(url, next);
      String named =
          namesNext ? "\"" + token + "\"" : end == End.END_MARK ? "\"" + endMark + "\"" : "null";
      members.add(new Beside("next", named));
    }
    return answer.body(body(records, members));
  }

  private String url(HttpUrl url, int page) {
    return url.newBuilder().setQueryParameter("token", Integer.toString(page)).build().toString();
  }

  private MockResponse.Builder behind(HttpUrl url, int page) {
    if (lie == Lie.STUCK) {
      return answer(url, pages.get(lieFrom), false, page + 1);
    }
    if (lie == Lie.CIRCLE && !kind.isChained()) {
      return answer(url, pages.get(0), false, page + 1);
    }
    return switch (end) {
      case STATUS_204 -> new MockResponse.Builder().code(204);
      case STATUS_404 -> new MockResponse.Builder().code(404);
      case STATUS_410 -> new MockResponse.Builder().code(410);
      case STATUS_416 -> new MockResponse.Builder().code(416);
      case NULL ->
          new MockResponse.Builder()
              .body(form == Form.XML ? "<answer><results/></answer>" : "{\"results\":null}");
      case NO_LIST ->
          new MockResponse.Builder()
              .body(form == Form.XML ? "<answer><page>7</page></answer>" : "{\"page\":7}");
      case EMPTY_SELF -> answer(url, List.of(), false, pages.size());
      case EVER_NEW_EMPTY -> answer(url, List.of(), false, page + 1);
      default -> answer(url, List.of(), true, page);
    };
  }

  /** A fault that passes: at most two of a page, one of them odd. */
  private MockResponse.@Nullable Builder fault(int page) {
    if (random.nextDouble() >= faulty || faultsAt.merge(page, 1, Integer::sum) > 2) {
      return null;
    }
    Fault fault = Fault.values()[random.nextInt(Fault.values().length)];
    boolean isOdd = fault.compareTo(Fault.MESSAGE) >= 0;
    if (isOdd && (!oddAt.add(page) || !mayBeOdd(page, fault))) {
      return null;
    }
    return switch (fault) {
      case LIMITED -> status(429).addHeader("Retry-After", "2");
      case FORBIDDEN_FOR_A_WHILE -> status(403).addHeader("Retry-After", "1");
      case NOTHING_LEFT ->
          status(403).addHeader("X-RateLimit-Remaining", "0").addHeader("X-RateLimit-Reset", "3");
      case BROKEN_DOWN -> status(500);
      case UNAVAILABLE -> status(503);
      case CUT_OFF -> new MockResponse.Builder().body(cutOff());
      case DISCONNECTED ->
          new MockResponse.Builder()
              .body(cutOff())
              .onResponseBody(new SocketEffect.CloseSocket(true, false, false));
      case CLOSED -> closed(page);
      case ERROR_BODY ->
          // to CSV, that is a header without its columns
          form == Form.CSV
              ? status(500)
              : new MockResponse.Builder()
                  .body(
                      form == Form.XML
                          ? "<answer><error>Uh oh</error></answer>"
                          : "{\"error\":\"Uh oh\"}");
      case MESSAGE ->
          new MockResponse.Builder()
              .body(
                  form == Form.XML
                      ? "<answer><message>later</message></answer>"
                      : "{\"message\":\"later\"}");
      case WEB_PAGE -> new MockResponse.Builder().body("<html>back soon</html>");
      case EMPTY -> new MockResponse.Builder().body(body(List.of(), List.of()));
      case NO_CONTENT -> new MockResponse.Builder().code(204);
      case NOT_FOUND -> status(404);
      case PAGE_BEFORE -> answerOf(page - 1);
    };
  }

  private MockResponse.Builder answerOf(int page) {
    // of what is chained, the answer would name a page that was there
    List<Beside> next = List.of(new Beside("next", "\"" + (page + 1) + "\""));
    return new MockResponse.Builder().body(body(pages.get(page), next));
  }

  private MockResponse.Builder closed(int page) {
    List<String> records = page < pages.size() ? pages.get(page) : List.of();
    return new MockResponse.Builder()
        .body(body(records.subList(0, Math.max(0, records.size() - 1)), List.of()))
        .removeHeader("Content-Length")
        .onResponseEnd(SocketEffect.ShutdownConnection.INSTANCE);
  }

  /** In the middle of a record. */
  private String cutOff() {
    return switch (form) {
      case CSV -> "id,name\r\nr1,\"Name";
      case NDJSON -> "{\"id\":\"r1\",\"name\":\"Name of r1\"}\n{\"id\":";
      case XML -> "<answer><results><record id=\"r1\"><name>Na";
      default -> "{\"results\":[{\"id\":\"r1\",";
    };
  }

  /**
   * An outage that looks like an end is one after a short page, and where a page names no other:
   * that is what the source states then.
   */
  private boolean mayBeOdd(int page, Fault fault) {
    boolean isBehindAFullPage =
        page > 0
            && page < pages.size()
            && pages.get(page - 1).size() == size
            && pages.subList(0, page).stream().allMatch(one -> one.size() == size);
    return switch (fault) {
      case MESSAGE, WEB_PAGE -> true;
      // the same twice would be taken for what the source has
      case CLOSED -> form.isLines();
      case NOT_FOUND, EMPTY, NO_CONTENT -> isBehindAFullPage && !kind.isChained();
      case PAGE_BEFORE -> page > 0 && page < pages.size() && !kind.isChained() && lie == Lie.NONE;
      default -> false;
    };
  }

  private static MockResponse.Builder status(int code) {
    return new MockResponse.Builder().code(code);
  }

  private String places() {
    String records = form == Form.XML ? "/answer/results/record" : "/results";
    return "records: %s\n  error: %s".formatted(records, form.pointer("error"));
  }

  byte[] definition(String url) {
    String id =
        switch (form) {
          case MAP -> "map-key";
          case EACH -> "parent:/id";
          case XML -> "/@id";
          default -> "/id";
        };
    return """
        name: lies
        source:
          url: %s
          %s
          %s
          paging: %s
        event:
          key: id
          fields:
            - {name: id, type: text, from: %s, required: true}
            - {name: name, type: text, from: /name, required: true}
            - {name: fetched, type: timestamp, from: fetch-time}
        topic: {name: lies, partitions: 3}
        table: {keyspace: test, name: lies}
        """
        .formatted(url, form.isLines() ? "" : places(), form.keys, paging(), id)
        .getBytes(UTF_8);
  }
}
