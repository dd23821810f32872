package io.tributary.runtime.lineage;

import io.tributary.runtime.config.OptionGroup;
import io.tributary.runtime.config.Setting;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where events of lineage go. The variables are those that OpenLineage's clients have. */
public final class LineageOptions extends OptionGroup {
  private static final Setting<Optional<URI>> URL =
      Setting.optionalUrl(
          "OPENLINEAGE_URL", "server that takes events of OpenLineage; empty for no events");

  private static final Setting<String> ENDPOINT =
      Setting.text("OPENLINEAGE_ENDPOINT", "api/v1/lineage", "path at that server");

  private static final Setting<String> API_KEY =
      Setting.secret(
          "OPENLINEAGE_API_KEY", "", "key for that server, which is sent as a bearer token");

  private static final Setting<String> NAMESPACE =
      Setting.text("OPENLINEAGE_NAMESPACE", "tributary", "namespace of the jobs in lineage");

  private static final Setting<Optional<Path>> FILE =
      Setting.file(
          "OPENLINEAGE_FILE",
          "events of OpenLineage are appended to it, one a line; empty for none");

  private static final Setting<Duration> TIMEOUT =
      Setting.duration(
          "OPENLINEAGE_TIMEOUT",
          "3s",
          "how long an event, and the end of a command, may wait for that server");

  private static final Setting<Boolean> DISABLED =
      new Setting<>(
          "OPENLINEAGE_DISABLED",
          "text",
          Optional.of("false"),
          "true for no events, in spite of a server or file",
          false,
          text -> text.equalsIgnoreCase("true"));

  @Override
  public List<Setting<?>> settings() {
    return List.of(URL, ENDPOINT, API_KEY, NAMESPACE, FILE, TIMEOUT, DISABLED);
  }

  /** Namespace of the jobs. */
  public String namespace() {
    return value(NAMESPACE);
  }

  /** Takes events from now on; drops them where neither server nor file is set. */
  public LineageSender sender() {
    Optional<URI> url =
        value(URL).map(server -> URI.create(trimmed(server) + "/" + leading(value(ENDPOINT))));
    boolean isOff = value(DISABLED) || (url.isEmpty() && value(FILE).isEmpty());
    return isOff
        ? LineageSender.off()
        : new QueuedSender(new LineageSettings(url, value(API_KEY), value(FILE), value(TIMEOUT)));
  }

  private static String trimmed(URI server) {
    return server.toString().replaceFirst("/+$", "");
  }

  private static String leading(String path) {
    return path.replaceFirst("^/+", "");
  }
}
