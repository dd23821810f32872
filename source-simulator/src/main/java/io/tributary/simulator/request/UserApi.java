package io.tributary.simulator.request;

import io.tributary.simulator.content.Population;
import io.tributary.simulator.content.Word;
import io.tributary.simulator.user.ApiVersion;
import io.tributary.simulator.user.ByteText;
import io.tributary.simulator.user.UserWriter;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code /api/} and {@code /api/1.4/}: users as randomuser.me gives them. */
public final class UserApi {
  private static final Pattern PATH = Pattern.compile("/api/?|/api/([^/]+)/?");
  private static final int BYTES_PER_USER = 1200;

  private final UserWriter writer;
  private final Supplier<LocalDate> today;

  /**
   * @param today what ages are counted to
   */
  public UserApi(Population population, Supplier<LocalDate> today) {
    this.writer = new UserWriter(population);
    this.today = today;
  }

  /** Empty when {@code path} is not of this API. */
  public Optional<PageRequest> asked(String path, Map<String, String> parameters)
      throws RefusedRequest {
    Matcher form = PATH.matcher(path);
    if (!form.matches()) {
      return Optional.empty();
    }
    String number = form.group(1);
    Optional<ApiVersion> version =
        number == null ? Optional.of(ApiVersion.LATEST) : ApiVersion.numbered(number);
    if (version.isEmpty()) {
      throw new RefusedRequest(404, "There is no version %s of this API.".formatted(number));
    }
    UserQuery query = UserQuery.of(version.get(), parameters, UserApi::freshSeed);
    String format = query.format().orElse("json");
    if (!format.equalsIgnoreCase("json")) {
      throw new RefusedRequest(
          400, "The simulator answers in JSON only, not in %s.".formatted(format));
    }
    return Optional.of(new Page(query));
  }

  private static String freshSeed() {
    return String.format(Locale.ROOT, "%016x", ThreadLocalRandom.current().nextLong());
  }

  private final class Page implements PageRequest {
    private final UserQuery query;

    private Page(UserQuery query) {
      this.query = query;
    }

    @Override
    public int records() {
      return query.results();
    }

    @Override
    public void write(ByteText out, int records, int flawed) {
      out.expect(records * BYTES_PER_USER);
      out.put("{\"results\":[");
      writer.write(out, query.page(), records, query.members(), today.get(), flawed);
      out.put(']');
      if (query.info()) {
        out.put(",\"info\":{\"seed\":\"").put(Word.quoted(query.page().seed()));
        out.put("\",\"results\":").putNumber(query.results(), 1);
        out.put(",\"page\":").putNumber(query.page().number(), 1);
        out.put(",\"version\":\"").put(query.page().version().number()).put("\"}");
      }
      out.put('}');
    }
  }
}
