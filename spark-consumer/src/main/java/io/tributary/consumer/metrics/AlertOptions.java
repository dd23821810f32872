package io.tributary.consumer.metrics;

import io.tributary.runtime.config.OptionGroup;
import io.tributary.runtime.config.Setting;
import java.util.List;
import java.util.Optional;

/** When a consumer shows an alert. */
public final class AlertOptions extends OptionGroup {
  private static final Setting<Double> DEAD_LETTER_ALERT_RATIO =
      new Setting<>(
          "DEAD_LETTER_ALERT_RATIO",
          "number from 0 to 1",
          Optional.of("0.1"),
          "/ready and the metrics show an alert if more than this share of the last ten minutes' records are dead letters; 1 for no alert",
          false,
          AlertOptions::ratio);

  @Override
  public List<Setting<?>> settings() {
    return List.of(DEAD_LETTER_ALERT_RATIO);
  }

  /** The share of dead letters, from 0 to 1, over which there is an alert. */
  public double deadLetterRatio() {
    return value(DEAD_LETTER_ALERT_RATIO);
  }

  private static double ratio(String text) {
    double ratio = Double.parseDouble(text);
    if (!(ratio >= 0 && ratio <= 1)) {
      throw new IllegalArgumentException("not from 0 to 1");
    }
    return ratio;
  }
}
