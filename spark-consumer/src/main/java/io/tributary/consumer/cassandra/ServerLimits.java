package io.tributary.consumer.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.metadata.NodeState;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What Cassandra's nodes take, by their own {@code system_views.settings}; by default where those
 * cannot be read.
 *
 * @param batchBytes that the rows of one batch may have, by {@link
 *     io.tributary.consumer.cassandra.Row#bytes}
 * @param rowBytes that one row may have
 * @param latestExpiry when what expires has expired at the latest
 */
public record ServerLimits(int batchBytes, int rowBytes, Instant latestExpiry) {
  private static final String BATCH = "batch_size_fail_threshold";
  private static final String MUTATION = "max_mutation_size";
  private static final String SEGMENT = "commitlog_segment_size";
  private static final String COMPATIBILITY = "storage_compatibility_mode";
  private static final String SETTINGS =
      "SELECT name, value FROM system_views.settings WHERE name IN ('%s', '%s', '%s', '%s')"
          .formatted(BATCH, MUTATION, SEGMENT, COMPATIBILITY);

  /** Cassandra's own values, where it does not say others. */
  private static final long DEFAULT_BATCH = 50 << 10;

  private static final long DEFAULT_MUTATION = 16 << 20;

  /** Larger batches are not faster, whatever the threshold. */
  private static final int LARGEST_BATCH = 40 << 10;

  /** A request may have 16 MiB too; the rest is room for what Cassandra adds to the values. */
  private static final int LARGEST_ROW = (16 << 20) - (64 << 10);

  /** Seconds since the epoch in 31 bits, without the last: what data files before 5.0 can hold. */
  private static final Instant YEAR_2038 = Instant.ofEpochSecond(Integer.MAX_VALUE - 1L);

  /** The same in 32 bits. */
  private static final Instant YEAR_2106 = Instant.ofEpochSecond((1L << 32) - 3);

  private static final Pattern SIZE = Pattern.compile("(\\d{1,12})\\s*(B|KiB|MiB|GiB)");

  /** What every node is sure to take unless it is told otherwise. */
  public static ServerLimits byDefault() {
    return of(Map.of());
  }

  /** The least that any node of the data centre takes; throws the driver's exceptions. */
  public static ServerLimits read(CqlSession session, String datacenter) {
    List<Node> nodes =
        session.getMetadata().getNodes().values().stream()
            .filter(node -> datacenter.equals(node.getDatacenter()))
            .filter(node -> node.getState() == NodeState.UP)
            .toList();
    return nodes.stream()
        .map(node -> read(session, node))
        .reduce(ServerLimits::and)
        .orElseGet(ServerLimits::byDefault);
  }

  private static ServerLimits read(CqlSession session, Node node) {
    Map<String, @Nullable String> settings = new HashMap<>();
    try {
      for (Row row : session.execute(SimpleStatement.newInstance(SETTINGS).setNode(node))) {
        settings.put(String.valueOf(row.getString(0)), row.getString(1));
      }
    } catch (QueryValidationException refused) {
      // the user may not read it, or Cassandra is older than the view
      return byDefault();
    }
    return of(settings);
  }

  /**
   * @param settings names and values as Cassandra shows them
   */
  static ServerLimits of(Map<String, @Nullable String> settings) {
    long batch = bytes(settings.get(BATCH)).orElse(DEFAULT_BATCH);
    long mutation =
        bytes(settings.get(MUTATION))
            .orElse(bytes(settings.get(SEGMENT)).orElse(2 * DEFAULT_MUTATION) / 2);
    return new ServerLimits(
        // what Cassandra measures are not quite the bytes of the values
        (int) Math.min(LARGEST_BATCH, batch / 5 * 4),
        (int) Math.min(LARGEST_ROW, mutation - Math.max(1 << 10, mutation >> 8)),
        "NONE".equals(settings.get(COMPATIBILITY)) ? YEAR_2106 : YEAR_2038);
  }

  private ServerLimits and(ServerLimits other) {
    return new ServerLimits(
        Math.min(batchBytes, other.batchBytes),
        Math.min(rowBytes, other.rowBytes),
        latestExpiry.isBefore(other.latestExpiry) ? latestExpiry : other.latestExpiry);
  }

  private static OptionalLong bytes(@Nullable String text) {
    Matcher size = SIZE.matcher(text == null ? "" : text.strip());
    if (!size.matches()) {
      return OptionalLong.empty();
    }
    int shift =
        switch (size.group(2)) {
          case "B" -> 0;
          case "KiB" -> 10;
          case "MiB" -> 20;
          default -> 30;
        };
    return OptionalLong.of(Long.parseLong(size.group(1)) << shift);
  }
}
