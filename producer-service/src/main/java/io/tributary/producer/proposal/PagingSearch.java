package io.tributary.producer.proposal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Finds out how a source gives its other pages: by what its answer and the URL name, and by asking
 * for a second page where that shows whether a guess is right.
 */
final class PagingSearch {
  private static final int MOST_DEEP = 4;
  private static final List<String> PAGES = List.of("page", "_page");
  private static final List<String> OFFSETS = List.of("offset", "$offset", "skip", "start");
  private static final List<String> TOKENS =
      List.of("cursor", "page_token", "pageToken", "after", "token");
  private static final List<String> KEYSETS =
      List.of("starting_after", "after", "since_id", "max_id", "last_id");

  private final Asking asking;
  private final Sample sample;
  private final @Nullable HttpUrl url;
  private final Optional<KeyChoice> key;
  private final List<String> comments = new ArrayList<>();

  /**
   * @param url that the sample came from; null for a file
   */
  PagingSearch(Asking asking, Sample sample, @Nullable HttpUrl url, Optional<KeyChoice> key) {
    this.asking = asking;
    this.sample = sample;
    this.url = url;
    this.key = key;
  }

  /** A member of the answer outside its records. */
  private record Said(String pointer, String name, JsonNode value) {}

  PagingGuess search() throws InterruptedException {
    if (!sample.shape().are().equals("list")) {
      return guess("none", List.of(), Set.of(), true);
    }
    Optional<PagingGuess> found = seeded();
    found = found.isPresent() ? found : byUrl();
    found = found.isPresent() ? found : byToken();
    found = found.isPresent() ? found : byParameter();
    found = found.isPresent() ? found : byLastValue();
    if (found.isEmpty()) {
      String tried =
          url == null
              ? "a file does not tell how more pages are asked for"
              : "no second page was found: neither a next URL, token or link, nor parameters such"
                  + " as page and offset";
      comments.add(tried + "; docs/pipelines.md lists the kinds of paging");
      found = Optional.of(guess("none", List.of(), Set.of(), false));
    }
    return withEnds(found.get());
  }

  // --- by what the answer names

  private Optional<PagingGuess> byUrl() throws InterruptedException {
    for (Said said : said((name, value) -> isNextUrl(name, value))) {
      if (follow(said.value().asText()) || url == null) {
        return Optional.of(
            guess("next-url", List.of("next: " + said.pointer()), Set.of(), url != null));
      }
    }
    if (sample.nextLink().isPresent()) {
      if (follow(sample.nextLink().get())) {
        return Optional.of(guess("link-header", List.of(), Set.of(), true));
      }
      comments.add("the answer has a Link header to a next page, but that one leads nowhere else");
    }
    return Optional.empty();
  }

  private static boolean isNextUrl(String path, JsonNode value) {
    String name = ColumnNames.snake(path);
    String text = value.asText();
    boolean isUrl =
        text.startsWith("http://")
            || text.startsWith("https://")
            || (text.startsWith("/") && text.contains("?"))
            || text.startsWith("?");
    return value.isTextual() && isUrl && name.contains("next");
  }

  /** Whether a URL leads to other records, and not on to itself. */
  private boolean follow(String link) throws InterruptedException {
    HttpUrl from = url;
    HttpUrl to = from == null ? null : from.resolve(link);
    if (to == null) {
      return false;
    }
    Optional<Sample> next = ask(to);
    boolean isCircle =
        next.flatMap(Sample::nextLink).map(to::resolve).filter(to::equals).isPresent();
    return next.filter(this::isOther).isPresent() && !isCircle;
  }

  private Optional<PagingGuess> byToken() throws InterruptedException {
    for (Said said : said((name, value) -> isToken(name, value))) {
      if (url == null) {
        comments.add("the name of the parameter with the token is a guess");
        return Optional.of(token(said, said.name(), false));
      }
      for (String parameter : tokenParameters(said.name())) {
        if (asksForMore(with(parameter, said.value().asText()))) {
          return Optional.of(token(said, parameter, true));
        }
      }
    }
    return Optional.empty();
  }

  /** What a parameter with the token may be called: as its member, without "next", or as usual. */
  private static Set<String> tokenParameters(String member) {
    Set<String> parameters = new LinkedHashSet<>();
    parameters.add(member);
    String rest = member.replaceFirst("(?i)^(next|end)_?", "");
    if (!rest.isEmpty()) {
      parameters.add(rest.substring(0, 1).toLowerCase(Locale.ROOT) + rest.substring(1));
    }
    parameters.addAll(TOKENS);
    return parameters;
  }

  private static boolean isToken(String path, JsonNode value) {
    String last = path.substring(path.lastIndexOf('/') + 1);
    boolean isValue =
        (value.isTextual() && !value.textValue().isBlank()) || value.isIntegralNumber();
    return isValue && MemberNames.isToken(last) && !value.asText().startsWith("http");
  }

  private PagingGuess token(Said said, String parameter, boolean isChecked) {
    return guess(
        "token",
        List.of("token-parameter: " + Yaml.text(parameter), "next: " + Yaml.text(said.pointer())),
        Set.of(parameter),
        isChecked);
  }

  private Optional<PagingGuess> byLastValue() throws InterruptedException {
    boolean saysMore =
        !said((name, value) -> value.isBoolean() && value.booleanValue() && isMore(name)).isEmpty();
    if (url == null || key.isEmpty() || key.get().members().size() > 1) {
      return Optional.empty();
    }
    String pointer = key.get().members().get(0).pointer();
    String last = sample.records().get(sample.records().size() - 1).at(pointer).asText();
    for (String parameter : KEYSETS) {
      boolean isNamed = url.queryParameter(parameter) != null;
      if ((saysMore || isNamed) && asksForMore(with(parameter, last))) {
        return Optional.of(
            guess(
                "keyset",
                List.of("value-parameter: " + Yaml.text(parameter), "value: " + Yaml.text(pointer)),
                Set.of(parameter),
                true));
      }
    }
    return Optional.empty();
  }

  private static boolean isMore(String path) {
    return MemberNames.isMore(path.substring(path.lastIndexOf('/') + 1));
  }

  // --- by parameters

  private Optional<PagingGuess> byParameter() throws InterruptedException {
    HttpUrl first = url;
    if (first == null) {
      return Optional.empty();
    }
    List<String> pages = new ArrayList<>();
    List<String> offsets = new ArrayList<>();
    for (HttpUrl seen : named(first)) {
      for (String name : seen.queryParameterNames()) {
        boolean isNumber = String.valueOf(seen.queryParameter(name)).matches("\\d{1,9}");
        if (isNumber && MemberNames.isPage(name)) {
          pages.add(name);
        } else if (isNumber && MemberNames.isOffset(name)) {
          offsets.add(name);
        }
      }
    }
    pages.addAll(PAGES);
    offsets.addAll(OFFSETS);
    for (String page : new LinkedHashSet<>(pages)) {
      Optional<PagingGuess> found = byPage(first, page);
      if (found.isPresent()) {
        return found;
      }
    }
    for (String offset : new LinkedHashSet<>(offsets)) {
      long begin = number(first, offset, 0);
      if (asksForMore(with(offset, Long.toString(begin + sample.records().size())))) {
        List<String> lines = new ArrayList<>(List.of("offset-parameter: " + Yaml.text(offset)));
        if (begin > 0) {
          lines.add("first-offset: " + begin);
        }
        return Optional.of(guess("offset", lines, Set.of(offset), true));
      }
    }
    return Optional.empty();
  }

  /** The URL, and that of a link, which may name parameters too. */
  private List<HttpUrl> named(HttpUrl first) {
    List<HttpUrl> urls = new ArrayList<>(List.of(first));
    sample.nextLink().map(first::resolve).ifPresent(urls::add);
    return urls;
  }

  private Optional<PagingGuess> byPage(HttpUrl first, String page) throws InterruptedException {
    boolean isGiven = first.queryParameter(page) != null;
    long begin = number(first, page, 1);
    if (!asksForMore(with(page, Long.toString(begin + 1)))) {
      return Optional.empty();
    }
    long least = begin;
    if (!isGiven && ask(with(page, "1")).filter(one -> !isOther(one)).isEmpty()) {
      least = 0;
    }
    List<String> lines = new ArrayList<>(List.of("page-parameter: " + Yaml.text(page)));
    if (least != 1) {
      lines.add("first-page: " + least);
    }
    if (least > 1) {
      comments.add("reading begins with the page of the URL that was given");
    }
    return Optional.of(guess("page", lines, Set.of(page), true));
  }

  private static long number(HttpUrl url, String parameter, long usual) {
    String value = url.queryParameter(parameter);
    return value != null && value.matches("\\d{1,9}") ? Long.parseLong(value) : usual;
  }

  // --- sources that make records up

  /** A source that gives other records each time it is asked shows no guess to be right. */
  private Optional<PagingGuess> seeded() throws InterruptedException {
    HttpUrl first = url;
    if (first == null || ask(first).filter(again -> !isOther(again)).isPresent()) {
      return Optional.empty();
    }
    comments.add("the source gives other records each time it is asked");
    if (said((name, value) -> name.endsWith("/seed")).isEmpty()) {
      return Optional.empty();
    }
    HttpUrl seeded = with("seed", "sample");
    Optional<Sample> one = ask(seeded);
    Optional<Sample> other = ask(seeded);
    if (one.isEmpty() || other.isEmpty() || isOther(one.get(), other.get())) {
      return Optional.empty();
    }
    for (String page : PAGES) {
      Optional<Sample> second = ask(seeded.newBuilder().setQueryParameter(page, "2").build());
      if (second.filter(two -> isOther(one.get(), two)).isPresent()) {
        comments.add("with a seed it gives the same records again");
        return Optional.of(
            guess(
                "page",
                List.of("page-parameter: " + page, "seed-parameter: seed"),
                Set.of(page, "seed"),
                true));
      }
    }
    return Optional.empty();
  }

  // --- what is common to all

  private PagingGuess guess(String type, List<String> lines, Set<String> taken, boolean isChecked) {
    List<String> all = new ArrayList<>(List.of("type: " + type));
    all.addAll(lines);
    Set<String> parameters = new HashSet<>(taken);
    if (!type.equals("none")) {
      Optional<String> size = sizeParameter();
      size.ifPresent(
          name -> {
            all.add("size-parameter: " + Yaml.text(name));
            parameters.add(name);
          });
      all.add("page-size: " + pageSize(size));
      comments.add(
          size.isPresent()
              ? "a larger page-size, if the source allows one, needs fewer requests"
              : "if a parameter sets the size of a page, name it as size-parameter");
    }
    return new PagingGuess(all, parameters, List.of(), isChecked);
  }

  private Optional<String> sizeParameter() {
    HttpUrl first = url;
    return first == null
        ? Optional.empty()
        : first.queryParameterNames().stream()
            .filter(MemberNames::isSize)
            .filter(name -> String.valueOf(first.queryParameter(name)).matches("[1-9]\\d{0,4}"))
            .findFirst();
  }

  private long pageSize(Optional<String> parameter) {
    HttpUrl first = url;
    return parameter.isPresent() && first != null
        ? number(first, parameter.get(), sample.records().size())
        : sample.records().size();
  }

  private PagingGuess withEnds(PagingGuess guess) {
    List<String> lines = new ArrayList<>();
    long records = sample.records().size();
    List<Said> totals =
        said(
            (name, value) ->
                value.isIntegralNumber()
                    && value.longValue() >= records
                    && MemberNames.isTotal(name.substring(name.lastIndexOf('/') + 1)));
    Optional<Said> total =
        totals.stream()
            .filter(said -> said.value().longValue() > records || !isOwnCount(said.name()))
            .findFirst();
    boolean isSeeded = guess.lines().contains("seed-parameter: seed");
    if (guess.type().equals("none")) {
      total
          .filter(said -> said.value().longValue() > records)
          .ifPresent(
              said ->
                  comments.add(
                      String.format(
                          Locale.ROOT,
                          "the answer has %,d records of %,d (%s): find out how to ask for the others",
                          records,
                          said.value().longValue(),
                          said.pointer())));
    } else if (!isSeeded) {
      total.ifPresent(said -> lines.add("total: " + Yaml.text(said.pointer())));
      said((name, value) -> value.isBoolean() && isMore(name)).stream()
          .findFirst()
          .ifPresent(said -> lines.add("has-more: " + Yaml.text(said.pointer())));
    }
    return guess.with(lines, comments);
  }

  /** Such a count may be of this page alone. */
  private static boolean isOwnCount(String name) {
    return ColumnNames.snake(name).matches("count|hits|found|record_count");
  }

  private boolean asksForMore(HttpUrl second) throws InterruptedException {
    return ask(second).filter(this::isOther).isPresent();
  }

  private HttpUrl with(String parameter, String value) {
    return Objects.requireNonNull(url).newBuilder().setQueryParameter(parameter, value).build();
  }

  private Optional<Sample> ask(HttpUrl to) throws InterruptedException {
    return asking.probe(to).flatMap(answered -> Sample.of(answered, sample.shape()));
  }

  private boolean isOther(Sample second) {
    return isOther(sample, second);
  }

  /** Whether most records are others; an empty page is another. */
  private boolean isOther(Sample first, Sample second) {
    Set<Object> known = new HashSet<>();
    first.records().forEach(record -> known.add(identity(record)));
    long same =
        second.records().stream().filter(record -> known.contains(identity(record))).count();
    return same * 2 < Math.max(1, second.records().size());
  }

  private Object identity(JsonNode record) {
    return key.filter(KeyChoice::isUnique)
        .<Object>map(choice -> choice.valuesIn(record))
        .orElse(record);
  }

  private List<Said> said(BiPredicate<String, JsonNode> is) {
    List<Said> found = new ArrayList<>();
    find(sample.answer(), "", "", 0, is, found);
    return found;
  }

  private void find(
      JsonNode node,
      String pointer,
      String name,
      int depth,
      BiPredicate<String, JsonNode> is,
      List<Said> found) {
    boolean isRecords = pointer.equals(sample.shape().records());
    if (depth > 0 && isRecords) {
      return;
    }
    if (node.isValueNode() && !node.isNull() && is.test(pointer, node)) {
      found.add(new Said(pointer, name, node));
    }
    if (node.isObject() && depth < MOST_DEEP) {
      for (Map.Entry<String, JsonNode> member : node.properties()) {
        String step = member.getKey().replace("~", "~0").replace("/", "~1");
        find(member.getValue(), pointer + "/" + step, member.getKey(), depth + 1, is, found);
      }
    }
  }
}
