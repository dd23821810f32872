package io.tributary.benchmarks.produce;

import io.tributary.model.definition.Pipeline;
import io.tributary.model.mapping.MalformedPageException;
import io.tributary.model.mapping.MappedRecord;
import io.tributary.model.mapping.PageMapper;
import io.tributary.producer.source.FetchedPage;
import io.tributary.producer.source.PageRequest;
import io.tributary.simulator.content.Population;
import io.tributary.simulator.request.RefusedRequest;
import io.tributary.simulator.request.UserApi;
import io.tributary.simulator.user.ByteText;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;

/**
 * Pages of invented users, the simulator's, mapped as the producer maps them, but without a network
 * between. The same seed gives the same users. For one thread.
 */
public final class Users {
  /** As many as the source gives at most. */
  public static final int PAGE = 5_000;

  private static final HttpUrl NOWHERE = HttpUrl.get("http://localhost/");

  private final UserApi api = new UserApi(new Population(), LocalDate::now);
  private final PageMapper mapper;
  private final String seed;
  private final int brokenPerCent;

  /** Users whose events are all good. */
  public Users(Pipeline pipeline, String seed) {
    this(pipeline, seed, 0);
  }

  /**
   * @param brokenPerCent how many of a hundred events are cut in the middle
   */
  public Users(Pipeline pipeline, String seed, int brokenPerCent) {
    this.mapper = new PageMapper(pipeline);
    this.seed = seed;
    this.brokenPerCent = brokenPerCent;
  }

  /**
   * A page.
   *
   * @param number counted from 1
   * @param records up to {@link #PAGE}
   */
  public FetchedPage page(int number, int records) {
    List<MappedRecord> mapped = new ArrayList<>(mapped(number, records));
    for (int i = 0; i < mapped.size(); i++) {
      // one by one, not the broken ones first
      if (i * brokenPerCent / 100 != (i + 1) * brokenPerCent / 100) {
        mapped.set(i, broken((MappedRecord.Event) mapped.get(i)));
      }
    }
    return new FetchedPage(
        new PageRequest(number, seed + "/" + number, NOWHERE, records, records),
        mapped,
        mapped.size(),
        Instant.now(),
        Optional.empty());
  }

  private static MappedRecord broken(MappedRecord.Event event) {
    return new MappedRecord.Event(
        event.key(), Arrays.copyOf(event.value(), event.value().length / 2), event.filled());
  }

  private List<MappedRecord> mapped(int number, int records) {
    try {
      return mapper.map(body(number, records)).records();
    } catch (MalformedPageException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The source's answer, the same page. */
  public byte[] body(int number, int records) {
    try {
      ByteText body = new ByteText();
      api.asked(
              "/api/1.4/",
              Map.of(
                  "seed", seed,
                  "page", Integer.toString(number),
                  "results", Integer.toString(records)))
          .orElseThrow()
          .write(body, records, 0);
      return Arrays.copyOf(body.array(), body.length());
    } catch (RefusedRequest impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
