package io.tributary.runtime.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The values of a service's settings, read once at start. */
public final class Configuration {
  private final Map<Setting<?>, Object> values;

  private Configuration(Map<Setting<?>, Object> values) {
    this.values = values;
  }

  /**
   * Reads every setting from {@code environment}. A variable that is set to nothing counts as not
   * set.
   *
   * @throws InvalidConfigurationException with every problem, when there is one
   */
  public static Configuration read(Map<String, String> environment, List<Setting<?>> settings)
      throws InvalidConfigurationException {
    Map<Setting<?>, Object> values = new HashMap<>();
    List<String> problems = new ArrayList<>();
    for (Setting<?> setting : settings) {
      String given = environment.getOrDefault(setting.name(), "").trim();
      if (given.isEmpty() && setting.fallback().isEmpty()) {
        problems.add(
            "%s is not set (%s: %s)".formatted(setting.name(), setting.type(), setting.meaning()));
        continue;
      }
      try {
        values.put(
            setting,
            setting.parser().apply(given.isEmpty() ? setting.fallback().orElseThrow() : given));
      } catch (IllegalArgumentException notOfTheType) {
        problems.add(
            "%s is %s, expected %s"
                .formatted(
                    setting.name(),
                    setting.secret() ? "malformed" : "'" + given + "'",
                    setting.type()));
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidConfigurationException(problems);
    }
    return new Configuration(values);
  }

  /** The value of one of the settings that were read. */
  @SuppressWarnings("unchecked") // read() put the parser's own result there
  public <T> T get(Setting<T> setting) {
    Object value = values.get(setting);
    if (value == null) {
      throw new IllegalArgumentException(setting.name() + " was not among the settings read");
    }
    return (T) value;
  }
}
