package io.tributary.producer.sample;

import io.tributary.model.definition.Pipeline;
import io.tributary.model.definition.SourceUrl;
import io.tributary.model.mapping.PageMapper;
import io.tributary.producer.credential.MissingSecretException;
import io.tributary.producer.source.FetchedPage;
import io.tributary.producer.source.FirstPage;
import io.tributary.producer.source.PageMapping;
import io.tributary.producer.source.PageSequence;
import io.tributary.producer.source.SourceFailedException;
import io.tributary.producer.source.SourceWatch;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Consumer;

/** Gets one page of a pipeline's source, or takes a text for it, and maps it as a run would. */
public final class PageSampler {
  private final Pipeline pipeline;
  private final PageMapping mapping;
  private byte[] answer = {};

  public PageSampler(Pipeline pipeline) {
    this.pipeline = pipeline;
    PageMapper mapper = new PageMapper(pipeline);
    this.mapping =
        (body, fetch) -> {
          answer = body;
          return mapper.map(body, fetch);
        };
  }

  /**
   * Asks the source.
   *
   * @param waits is told, in a sentence, why it takes longer
   */
  public SampledPage fetch(PageSequence.Manners manners, Consumer<String> waits)
      throws SourceFailedException, MissingSecretException, InterruptedException {
    FirstPage first = FirstPage.fetch(pipeline.source(), mapping, manners, new Waits(waits));
    return SampledPage.of(pipeline, SourceUrl.text(pipeline.source().url()), first, answer);
  }

  /**
   * Takes a text in UTF-8 for the source's answer.
   *
   * @param name what the answer is called
   */
  public SampledPage of(String name, byte[] body) throws SourceFailedException {
    FirstPage first = FirstPage.of(pipeline.source(), mapping, body, Instant.now());
    return SampledPage.of(pipeline, name, first, answer);
  }

  private record Waits(Consumer<String> waits) implements SourceWatch {
    @Override
    public void limited(Duration wait) {
      waits.accept("the source's rate limit is used up: waiting " + seconds(wait));
    }

    @Override
    public void failing(String request, String kind, String what, Duration wait) {
      waits.accept(
          "the source %s (%s): asking again in %s".formatted(what, request, seconds(wait)));
    }

    @Override
    public void page(FetchedPage page) {
      // it is what is waited for
    }

    private static String seconds(Duration time) {
      return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }
  }
}
