package io.tributary.producer.source;

import io.tributary.runtime.config.OptionGroup;
import io.tributary.runtime.config.Setting;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What an answer of the source may cost. */
public final class HttpLimitOptions extends OptionGroup {
  private static final Pattern HOST = Pattern.compile("(\\*\\.)?[A-Za-z0-9_.:-]{1,253}");

  private static final Setting<Duration> CONNECT_TIMEOUT =
      Setting.duration(
          "SOURCE_CONNECT_TIMEOUT", "10s", "how long connecting to the source may take");

  private static final Setting<Duration> READ_TIMEOUT =
      Setting.duration(
          "SOURCE_READ_TIMEOUT", "30s", "how long the source may be silent within an answer");

  private static final Setting<Duration> ANSWER_TIMEOUT =
      Setting.duration("SOURCE_ANSWER_TIMEOUT", "2m", "how long a whole answer may take");

  private static final Setting<Integer> ANSWER_MIB =
      Setting.integer(
          "SOURCE_ANSWER_MIB", 64, 1, 1024, "how large an answer of the source may be, in MiB");

  private static final Setting<List<String>> HOSTS =
      new Setting<>(
          "SOURCE_HOSTS",
          "names of hosts, separated by commas; *.example.com for all below one",
          Optional.of(""),
          "other hosts to which a redirect or the URL of a next page may lead",
          false,
          HttpLimitOptions::hosts);

  @Override
  public List<Setting<?>> settings() {
    return List.of(CONNECT_TIMEOUT, READ_TIMEOUT, ANSWER_TIMEOUT, ANSWER_MIB, HOSTS);
  }

  /** The limits that the options name. */
  public HttpLimits limits() {
    return new HttpLimits(
        value(CONNECT_TIMEOUT),
        value(READ_TIMEOUT),
        value(ANSWER_TIMEOUT),
        value(ANSWER_MIB) << 20,
        value(HOSTS));
  }

  private static List<String> hosts(String text) {
    List<String> hosts =
        Arrays.stream(text.split(",", -1))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .toList();
    for (String host : hosts) {
      if (!HOST.matcher(host).matches()) {
        throw new IllegalArgumentException(
            "'%s' is no name of a host, without scheme and port".formatted(host));
      }
    }
    return hosts;
  }
}
