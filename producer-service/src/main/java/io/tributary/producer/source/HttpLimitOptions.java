package io.tributary.producer.source;

import io.tributary.runtime.config.OptionGroup;
import io.tributary.runtime.config.Setting;
import java.time.Duration;
import java.util.List;

/** What an answer of the source may cost. */
public final class HttpLimitOptions extends OptionGroup {
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

  @Override
  public List<Setting<?>> settings() {
    return List.of(CONNECT_TIMEOUT, READ_TIMEOUT, ANSWER_TIMEOUT, ANSWER_MIB);
  }

  /** The limits that the options name. */
  public HttpLimits limits() {
    return new HttpLimits(
        value(CONNECT_TIMEOUT),
        value(READ_TIMEOUT),
        value(ANSWER_TIMEOUT),
        value(ANSWER_MIB) << 20);
  }
}
