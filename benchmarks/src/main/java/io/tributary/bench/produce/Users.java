package io.tributary.bench.produce;

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

  public Users(Pipeline pipeline, String seed) {
    this.mapper = new PageMapper(pipeline);
    this.seed = seed;
  }

  /**
   * A page.
   *
   * @param number counted from 1
   * @param records up to {@link #PAGE}
   */
  public FetchedPage page(int number, int records) {
    List<MappedRecord> mapped = mapped(number, records);
    return new FetchedPage(
        new PageRequest(number, seed + "/" + number, NOWHERE, records, records),
        mapped,
        mapped.size(),
        Instant.now(),
        Optional.empty());
  }

  private List<MappedRecord> mapped(int number, int records) {
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
      return mapper.map(Arrays.copyOf(body.array(), body.length())).records();
    } catch (RefusedRequest | MalformedPageException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
