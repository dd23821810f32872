package io.tributary.producer;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * A source whose records change while they are read, in a time of its own: {@code
 * ?since=&until=&limit=}, sorted by the time of the last change, with {@code after=TOKEN} or {@code
 * skip=N}. Every seventh version of a record cannot be mapped. The same random, the same changes.
 */
final class ChangingSource extends Dispatcher implements InstantSource {
  /**
   * A record.
   *
   * @param moved when it changed last, in seconds since 1970
   * @param version counts its changes
   */
  record Item(String id, long moved, int version) {
    boolean isFlawed() {
      return version % 7 == 0;
    }

    private String json() {
      String name = isFlawed() ? "" : String.format(Locale.ROOT, "\"name\":\"v%d\",", version);
      return String.format(
          Locale.ROOT, "{\"id\":\"%s\",%s\"version\":%d,\"moved\":%d}", id, name, version, moved);
    }
  }

  private final Random random;
  private final int latest;
  private boolean changesWhileRead;
  private final Map<String, Item> items = new LinkedHashMap<>();
  private long now;
  private int requests;
  private int failFrom = Integer.MAX_VALUE;
  private int stopAt = Integer.MAX_VALUE;
  private @Nullable Runnable stop;

  /**
   * @param latest seconds that a change may be seen too late
   * @param changesWhileRead whether something changes between two requests of a run
   */
  ChangingSource(Random random, Instant begin, int latest, boolean changesWhileRead) {
    this.random = random;
    this.latest = latest;
    this.changesWhileRead = changesWhileRead;
    this.now = begin.getEpochSecond();
  }

  @Override
  public synchronized Instant instant() {
    return Instant.ofEpochSecond(now);
  }

  synchronized List<Item> items() {
    return List.copyOf(items.values());
  }

  /** Some time goes by, in which some records change and others come. */
  synchronized void live(int changes) {
    for (int i = 0; i < changes; i++) {
      now += random.nextInt(12);
      change();
    }
  }

  /** Nothing changes any more. */
  synchronized void rest(int seconds) {
    now += seconds;
    changesWhileRead = false;
  }

  /** A record whose time is wrong. */
  synchronized void addFromTheFuture() {
    items.put("future", new Item("future", now + 86_400, 1));
  }

  /** The next run goes wrong at requests of these numbers, counted from 1. */
  synchronized void plan(int firstFailure, int stopAtRequest, Runnable howToStop) {
    requests = 0;
    failFrom = firstFailure;
    stopAt = stopAtRequest;
    stop = howToStop;
  }

  private void change() {
    boolean isNew = items.size() < 3 || random.nextInt(3) == 0;
    String id = "r" + (isNew ? items.size() : random.nextInt(items.size()));
    Item before = items.get(id);
    long moved = now - (latest == 0 ? 0 : random.nextInt(latest));
    if (before == null || before.moved() <= moved) {
      items.put(id, new Item(id, moved, before == null ? 1 : before.version() + 1));
    }
  }

  @Override
  public synchronized MockResponse dispatch(RecordedRequest request) {
    requests++;
    if (requests == stopAt && stop != null) {
      stop.run();
    }
    if (requests >= failFrom) {
      return new MockResponse.Builder().code(500).build();
    }
    String answer = page(request.getUrl());
    if (changesWhileRead && random.nextBoolean()) {
      live(1);
    }
    return new MockResponse.Builder().body(answer).build();
  }

  private String page(HttpUrl url) {
    long since = number(url, "since", Long.MIN_VALUE);
    long until = number(url, "until", Long.MAX_VALUE);
    int limit = (int) number(url, "limit", 100);
    String after = url.queryParameter("after");
    List<Item> found =
        items.values().stream()
            .filter(item -> item.moved() >= since && item.moved() < until)
            .filter(item -> after == null || token(item).compareTo(after) > 0)
            .sorted(Comparator.comparing(ChangingSource::token))
            .skip(number(url, "skip", 0))
            .collect(Collectors.toCollection(ArrayList::new));
    boolean hasMore = found.size() > limit;
    List<Item> here = found.subList(0, Math.min(limit, found.size()));
    String next = hasMore ? "\"" + token(here.get(here.size() - 1)) + "\"" : "null";
    return here.stream()
        .map(Item::json)
        .collect(Collectors.joining(",", "{\"results\":[", "],\"next\":" + next + "}"));
  }

  private static String token(Item item) {
    return String.format(Locale.ROOT, "%012d-%s", item.moved(), item.id());
  }

  private static long number(HttpUrl url, String name, long otherwise) {
    String text = url.queryParameter(name);
    return text == null || text.isEmpty() ? otherwise : Long.parseLong(text);
  }
}
