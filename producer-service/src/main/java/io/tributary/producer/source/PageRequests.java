package io.tributary.producer.source;

import io.tributary.model.definition.Paging;
import io.tributary.model.definition.Source;
import io.tributary.model.definition.SourceUrl;
import io.tributary.model.template.Template;
import io.tributary.model.template.Values;
import io.tributary.model.template.Variable;
import io.tributary.model.template.Variable.Kind;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** The requests of one run, in order: what to ask for first, and what after each page. */
final class PageRequests {
  private static final Set<Kind> COUNTED = Set.of(Kind.PAGE, Kind.OFFSET, Kind.SIZE, Kind.SEED);

  private final Source source;
  private final Optional<String> seed;
  private final int pageSize;
  private final RequestTexts texts;
  private final Set<Kind> named;
  private final boolean takesSize;
  private final Values values;
  private final Map<String, String> window;

  /** Of a source whose requests have no variables but those of paging. */
  PageRequests(Source source, String seed, int pageSize) {
    this(source, seed, pageSize, Values.of(Instant.EPOCH, Map.of()));
  }

  /** Of a source that is read as a whole. */
  PageRequests(Source source, String seed, int pageSize, Values values) {
    this(source, seed, pageSize, values, Map.of());
  }

  /**
   * @param seed goes where the source takes one
   * @param values of variables that are the same for all requests
   * @param window parameters that say which part of an incremental source is asked for
   */
  PageRequests(
      Source source, String seed, int pageSize, Values values, Map<String, String> window) {
    this.source = source;
    this.window = new LinkedHashMap<>(window);
    this.seed = Optional.of(seed).filter(any -> source.takesSeed());
    this.pageSize = pageSize;
    this.texts = new RequestTexts(source);
    this.named = source.kinds();
    this.takesSize = source.takesSize();
    this.values = values;
  }

  /** What makes the pages repeatable; none for a source without such a parameter. */
  Optional<String> seed() {
    return seed;
  }

  /** Whether every page number has a full page: records are made up as they are asked for. */
  static boolean endless(Source source) {
    return source.takesSeed();
  }

  /** Whether it is the answers that name the next page, by a token, a URL or a link. */
  static boolean chained(Paging paging) {
    return paging instanceof Paging.Token || isByUrl(paging);
  }

  private static boolean isByUrl(Paging paging) {
    return paging instanceof Paging.NextUrl || paging instanceof Paging.LinkHeader;
  }

  /** The most records that the source's page numbers reach. */
  long reach() {
    return source.paging() instanceof Paging.Numbered numbered
        ? pageSize * (1L + numbered.lastPage() - numbered.firstPage())
        : Long.MAX_VALUE;
  }

  /**
   * @param wanted records that the run still needs, 1 or more
   */
  PageRequest first(long wanted) {
    return request(1, null, wanted);
  }

  /**
   * The request after {@code page}, if the source has more; none when the page does not tell what
   * that would be, or it would be beyond the definition's last page.
   */
  Optional<PageRequest> after(FetchedPage page, long wanted) {
    int number = page.number() + 1;
    Paging paging = source.paging();
    if (paging instanceof Paging.Numbered numbered) {
      return numbered.firstPage() + page.number() <= numbered.lastPage()
          ? Optional.of(request(number, null, wanted))
          : Optional.empty();
    }
    if (paging instanceof Paging.Offset) {
      // of a page that is left out nothing is known but how many records it should have had
      int passed = page.returned() > 0 ? page.returned() : page.request().size();
      long offset = Long.parseLong(withoutPartition(page.request().place())) + passed;
      return Optional.of(request(number, Long.toString(offset), wanted));
    }
    if (paging instanceof Paging.Keyset) {
      return page.signs().lastValue().map(value -> request(number, value, wanted));
    }
    if (isByUrl(paging)) {
      return page.nextToken()
          .flatMap(url -> Optional.ofNullable(page.request().url().resolve(url)))
          .map(url -> byUrl(number, url, wanted));
    }
    return page.nextToken().map(token -> request(number, token, wanted));
  }

  /** A request for a message: values that the definition or the source gave may be secret. */
  static String shown(Source source, PageRequest request) {
    Set<String> ours = new HashSet<>();
    Paging paging = source.paging();
    if (paging instanceof Paging.Numbered numbered) {
      numbered.seedParameter().ifPresent(ours::add);
    }
    if (paging instanceof Paging.Numbered || paging instanceof Paging.Offset) {
      paging.placeParameter().ifPresent(ours::add);
    }
    paging.sizeParameter().ifPresent(ours::add);
    source
        .query()
        .forEach(
            (name, values) -> {
              if (values.stream().allMatch(PageRequests::isHarmless)) {
                ours.add(name);
              }
            });
    source
        .incremental()
        .ifPresent(
            read -> {
              read.parameter().ifPresent(ours::add);
              read.endParameter().ifPresent(ours::add);
            });
    HttpUrl url = request.url();
    StringBuilder text = new StringBuilder("page ");
    text.append(request.number()).append(" of ");
    text.append(
        isByUrl(source.paging()) && request.number() > 1
            ? url.newBuilder().query(null).fragment(null).build()
            : SourceUrl.text(source.url()));
    for (int i = 0; i < url.querySize(); i++) {
      String name = url.queryParameterName(i);
      text.append(i == 0 ? '?' : '&').append(name).append('=');
      text.append(ours.contains(name) ? url.queryParameterValue(i) : "…");
    }
    return text.toString();
  }

  /** Whether a text has nothing but what paging counts. */
  private static boolean isHarmless(String text) {
    List<Variable> variables = Template.of(text).variables();
    return !variables.isEmpty()
        && variables.stream().allMatch(variable -> COUNTED.contains(variable.kind()));
  }

  private PageRequest byUrl(int number, HttpUrl url, long wanted) {
    Values here = values.withPaging(Map.of(Kind.SIZE, Integer.toString(pageSize)));
    return new PageRequest(
        number,
        partition() + number,
        url,
        pageSize,
        wanted,
        texts.extras(here),
        withoutSize(url),
        values.each());
  }

  private String withoutSize(HttpUrl url) {
    HttpUrl.Builder identity = url.newBuilder();
    source.paging().sizeParameter().ifPresent(identity::removeAllQueryParameters);
    return identity.build().toString();
  }

  /**
   * @param from the token, offset or value that the page begins at; null for the first, and where
   *     pages have numbers
   */
  private PageRequest request(int number, @Nullable String from, long wanted) {
    int size = isCutToFit() ? (int) Math.min(pageSize, wanted) : pageSize;
    Paging paging = source.paging();
    Map<Kind, String> here = new EnumMap<>(Kind.class);
    here.put(Kind.SIZE, Integer.toString(size));
    seed.ifPresent(text -> here.put(Kind.SEED, text));
    String place;
    Optional<String> moving;
    if (paging instanceof Paging.Numbered numbered) {
      String page = Long.toString(numbered.firstPage() + number - 1L);
      here.put(Kind.PAGE, page);
      moving = Optional.of(page);
      place = seed.orElse("") + "/" + page;
    } else if (paging instanceof Paging.Offset byOffset) {
      place = from == null ? Integer.toString(byOffset.firstOffset()) : from;
      here.put(Kind.OFFSET, place);
      moving = Optional.of(place);
    } else if (paging instanceof Paging.Token) {
      moving = Optional.ofNullable(from);
      moving.ifPresent(token -> here.put(Kind.TOKEN, token));
      place = moving.orElse("");
    } else if (paging instanceof Paging.Keyset) {
      moving = Optional.ofNullable(from);
      moving.ifPresent(value -> here.put(Kind.LAST_VALUE, value));
      place = Integer.toString(number);
    } else {
      moving = Optional.empty();
      // the values in a URL may be secret
      place = isByUrl(paging) ? Integer.toString(number) : "";
    }
    Values all = values.withPaging(here);
    HttpUrl url = withPaging(texts.url(all), moving, size);
    String identity = isByUrl(paging) ? withoutSize(url) : moving.map("="::concat).orElse("");
    return new PageRequest(
        number, partition() + place, url, size, wanted, texts.extras(all), identity, values.each());
  }

  /** What the cursors of this reading's records begin with, so that they are no other reading's. */
  private String partition() {
    // in the order of the names, which is the same in every try of a run
    return values.each().isEmpty()
        ? ""
        : String.join("/", new TreeMap<>(values.each()).values()) + "/";
  }

  private String withoutPartition(String place) {
    return place.substring(partition().length());
  }

  /** With the parameters of paging that no template has. */
  private HttpUrl withPaging(HttpUrl without, Optional<String> moving, int size) {
    Paging paging = source.paging();
    HttpUrl.Builder url = without.newBuilder();
    window.forEach(url::setQueryParameter);
    if (paging instanceof Paging.Numbered numbered && !named.contains(Kind.SEED)) {
      numbered.seedParameter().ifPresent(name -> url.setQueryParameter(name, seed.orElseThrow()));
    }
    boolean isPlaced = placeKind(paging).filter(named::contains).isPresent();
    if (moving.isPresent() && !isPlaced) {
      paging.placeParameter().ifPresent(name -> url.setQueryParameter(name, moving.get()));
    }
    if (!named.contains(Kind.SIZE)) {
      paging.sizeParameter().ifPresent(name -> url.setQueryParameter(name, Integer.toString(size)));
    }
    return url.build();
  }

  private static Optional<Kind> placeKind(Paging paging) {
    if (paging instanceof Paging.Numbered) {
      return Optional.of(Kind.PAGE);
    }
    if (paging instanceof Paging.Offset) {
      return Optional.of(Kind.OFFSET);
    }
    if (paging instanceof Paging.Token) {
      return Optional.of(Kind.TOKEN);
    }
    return paging instanceof Paging.Keyset ? Optional.of(Kind.LAST_VALUE) : Optional.empty();
  }

  /**
   * Whether the last page may be asked for with fewer records. Without a size parameter it comes
   * whole, however little of it is needed. Where pages are numbered, another size means other
   * records, unless they are made up from the seed in the same order. A URL that the source names
   * has the size of the first request in it.
   */
  private boolean isCutToFit() {
    Paging paging = source.paging();
    boolean otherSizeOtherRecords = paging instanceof Paging.Numbered && seed.isEmpty();
    return takesSize && !otherSizeOtherRecords && !isByUrl(paging);
  }
}
