package io.tributary.runtime.status;

import io.tributary.runtime.config.OptionGroup;
import io.tributary.runtime.config.Setting;
import java.util.List;

/** Where a service shows health, readiness and metrics. */
public final class StatusOptions extends OptionGroup {
  public static final Setting<String> HOST =
      Setting.text(
          "STATUS_HOST", "127.0.0.1", "address that health, readiness and metrics are shown at");

  public static final Setting<Integer> PORT =
      Setting.integer("STATUS_PORT", 0, 0, 65535, "port of the same; 0 takes a free one");

  @Override
  public List<Setting<?>> settings() {
    return List.of(HOST, PORT);
  }

  public String host() {
    return value(HOST);
  }

  public int port() {
    return value(PORT);
  }
}
