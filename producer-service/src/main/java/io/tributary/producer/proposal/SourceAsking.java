package io.tributary.producer.proposal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.model.definition.Authentication;
import io.tributary.model.definition.InvalidDefinitionException;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.definition.Source;
import io.tributary.model.mapping.FilledColumns;
import io.tributary.model.mapping.MappedPage;
import io.tributary.model.mapping.MappedRecord;
import io.tributary.model.mapping.PageSigns;
import io.tributary.producer.credential.MissingSecretException;
import io.tributary.producer.source.FetchedPage;
import io.tributary.producer.source.PageSequence;
import io.tributary.producer.source.SourceFailedException;
import io.tributary.producer.source.SourceWatch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import okhttp3.HttpUrl;

/** Asks as a run does, with its limits and rules of which hosts may be asked. */
final class SourceAsking implements Asking {
  private static final byte[] NOTHING = {};

  private final HttpUrl first;
  private final SampleHeaders headers;
  private final PageSequence.Manners manners;

  /**
   * @param first that is asked; a secret is sent to its origin alone
   * @throws IllegalArgumentException when no request can have the headers, or they refer to a
   *     secret that is not there
   */
  SourceAsking(HttpUrl first, SampleHeaders headers, PageSequence.Manners manners) {
    this.first = first;
    this.headers = headers;
    this.manners = manners.with(headers.secrets());
    Optional<Authentication> authentication = source(first, headers).request().authentication();
    List<String> problems = authentication.map(this.manners.secrets()::problems).orElse(List.of());
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(problems.get(0));
    }
  }

  @Override
  public Answered ask(HttpUrl url) throws SourceFailedException, InterruptedException {
    byte[][] body = {NOTHING};
    try (PageSequence pages =
        new PageSequence(
            source(url, isAtHome(url) ? headers : headers.withoutCredential()),
            (answer, fetch) -> {
              body[0] = answer;
              return anyPage();
            },
            new PageSequence.Wanted(
                "sample", OptionalDouble.empty(), OptionalLong.empty(), OptionalLong.empty()),
            manners,
            new Silence())) {
      Optional<FetchedPage> page = pages.next();
      return new Answered(body[0], page.flatMap(one -> one.signs().next()));
    } catch (MissingSecretException none) {
      throw new IllegalStateException("a secret that was there is gone", none);
    }
  }

  private boolean isAtHome(HttpUrl url) {
    return url.scheme().equals(first.scheme())
        && url.host().equals(first.host())
        && url.port() == first.port();
  }

  /** One record, since a page must have some; which does not matter here. */
  private static MappedPage anyPage() {
    MappedRecord record =
        new MappedRecord.Event(NOTHING, NOTHING, new FilledColumns(0, new long[0]));
    return new MappedPage(List.of(record), Optional.empty(), PageSigns.NONE);
  }

  private static Source source(HttpUrl url, SampleHeaders headers) {
    StringBuilder query = new StringBuilder();
    for (int i = 0; i < url.querySize(); i++) {
      String value = url.queryParameterValue(i);
      query
          .append(i == 0 ? "" : ", ")
          .append(Yaml.quoted(url.queryParameterName(i)))
          .append(": ")
          .append(Yaml.quoted(value == null ? "" : value));
    }
    String text =
        """
        name: sample
        source:
          url: %s
          query: {%s}
          records: ""
          paging: {type: link-header, page-size: 100000}
          %s
        event:
          key: a
          fields:
            - {name: a, type: text, from: /a, required: true}
            - {name: b, type: text, from: /a, required: true}
        topic: {name: sample}
        table: {keyspace: sample, name: sample}
        """
            .formatted(
                Yaml.quoted(url.newBuilder().query(null).build().toString()),
                query,
                String.join("\n  ", headers.lines()));
    try {
      return Pipeline.parse(Path.of("sample.yaml"), text.getBytes(UTF_8)).source();
    } catch (InvalidDefinitionException invalid) {
      throw new IllegalArgumentException(invalid.problems().get(0).found(), invalid);
    }
  }

  private static final class Silence implements SourceWatch {
    @Override
    public void limited(Duration wait) {
      // there is no limit
    }

    @Override
    public void failing(String request, String kind, String what, Duration wait) {
      // it is over soon
    }

    @Override
    public void page(FetchedPage page) {
      // it is what is waited for
    }
  }
}
