package io.tributary.producer.proposal;

import io.tributary.model.definition.InvalidDefinitionException;
import io.tributary.model.definition.Pipeline;
import io.tributary.producer.sample.PageSampler;
import io.tributary.producer.sample.SampledPage;
import io.tributary.producer.source.PageSequence;
import io.tributary.producer.source.SourceFailedException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * A definition for a source that nobody has described yet.
 *
 * @param yaml its text
 * @param notes what a person should know about it
 * @param sampled what it makes of the sample that it was proposed from
 */
public record NewDefinition(String yaml, List<String> notes, SampledPage sampled) {

  /** An answer in which no records can be found. */
  public static final class NoRecordsException extends Exception {
    NoRecordsException(String message) {
      super(message);
    }
  }

  public NewDefinition {
    notes = List.copyOf(notes);
  }

  /**
   * Proposes one for the API behind a URL, whose parameters may name page, page size and filters.
   *
   * @param name of the pipeline
   * @param headers of each request, such as {@code X-Api-Key: ${env:SHOP_KEY}}
   * @throws SourceFailedException when the source does not answer
   * @throws IllegalArgumentException when no request can have the headers, or they refer to a
   *     secret that is not there
   */
  public static NewDefinition of(
      String name, HttpUrl url, List<String> headers, PageSequence.Manners manners)
      throws SourceFailedException, NoRecordsException, InterruptedException {
    SampleHeaders sent = SampleHeaders.of(headers, name);
    Asking asking = new SourceAsking(url, sent, manners);
    return of(name, url, sent, asking.ask(url), asking);
  }

  /** Proposes one from a saved answer, which does not tell where more comes from. */
  public static NewDefinition of(String name, byte[] answer)
      throws NoRecordsException, InterruptedException {
    Asking nobody =
        to -> {
          throw new IllegalStateException("a file cannot be asked for " + to);
        };
    return of(name, null, SampleHeaders.NONE, new Answered(answer, Optional.empty()), nobody);
  }

  private static NewDefinition of(
      String name, @Nullable HttpUrl url, SampleHeaders headers, Answered answered, Asking asking)
      throws NoRecordsException, InterruptedException {
    Sample sample =
        Sample.of(answered)
            .orElseThrow(
                () ->
                    new NoRecordsException(
                        "no records were found in the answer: they must be JSON, one JSON object a"
                            + " line, CSV or XML, and there must be at least one"));
    List<Member> members = Member.of(sample.records());
    Optional<KeyChoice> key = KeyChoice.of(members);
    if (key.isEmpty() && !sample.shape().are().equals("map")) {
      throw new NoRecordsException(
          String.format(
              Locale.ROOT,
              "no member is in each of the %,d records at '%s' and can be their key",
              sample.records().size(),
              sample.shape().records()));
    }
    PagingGuess paging = new PagingSearch(asking, sample, url, key).search();
    Proposal proposal = new Proposal(name, url, headers, sample, members, key, paging);
    String yaml = proposal.yaml();
    try {
      Pipeline pipeline =
          Pipeline.parse(Path.of(name + ".yaml"), yaml.getBytes(StandardCharsets.UTF_8));
      SampledPage sampled = new PageSampler(pipeline).of("the sample", answered.body());
      return new NewDefinition(yaml, proposal.notes(), sampled);
    } catch (InvalidDefinitionException | SourceFailedException wrong) {
      throw new IllegalStateException(
          "the proposal is no definition: " + wrong + "\n" + yaml, wrong);
    }
  }
}
