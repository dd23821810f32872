package io.tributary.runtime.cassandra;

import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.tls.Tls;
import java.io.Serializable;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where Cassandra is and as whom to talk to it.
 *
 * @param contactPoints at least one; resolved again at each try to connect
 * @param datacenter the only data centre that is asked anything
 * @param username empty where the cluster asks for none
 * @param password never printed
 * @param tls none where nothing is encrypted, or the bundle says how
 * @param bundle that says where Cassandra is, in place of contact points
 */
public record CassandraConnection(
    List<InetSocketAddress> contactPoints,
    String datacenter,
    String username,
    String password,
    @Nullable Tls tls,
    @Nullable SecureConnectBundle bundle)
    implements Serializable {

  private static final int DEFAULT_PORT = 9042;

  /** {@code host}, {@code host:port}, {@code [v6]} or {@code [v6]:port}. */
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("(?:\\[([0-9a-fA-F:.%]+)]|([^\\s:\\[\\]/]+))(?::(\\d{1,5}))?");

  public CassandraConnection {
    if (contactPoints.isEmpty() && bundle == null) {
      throw new IllegalArgumentException("no contact point");
    }
    contactPoints = List.copyOf(contactPoints);
  }

  /**
   * The connection that these texts name.
   *
   * @throws UsageException when a contact point is no {@code host:port}
   */
  public static CassandraConnection of(
      List<String> hostsAndPorts, String datacenter, String username, String password)
      throws UsageException {
    return new CassandraConnection(
        parse(hostsAndPorts), datacenter, username, password, null, null);
  }

  /** The database that a bundle leads to. */
  static CassandraConnection of(
      SecureConnectBundle bundle, String datacenter, String username, String password) {
    return new CassandraConnection(List.of(), datacenter, username, password, null, bundle);
  }

  /** The same with TLS. */
  public CassandraConnection with(Tls encryption) {
    return new CassandraConnection(
        contactPoints, datacenter, username, password, encryption, bundle);
  }

  private static List<InetSocketAddress> parse(List<String> hostsAndPorts) throws UsageException {
    List<InetSocketAddress> points = new ArrayList<>();
    for (String hostAndPort : hostsAndPorts) {
      points.add(parse(hostAndPort));
    }
    return points;
  }

  private static InetSocketAddress parse(String hostAndPort) throws UsageException {
    Matcher form = HOST_AND_PORT.matcher(hostAndPort.trim());
    int port =
        !form.matches()
            ? 0
            : form.group(3) == null ? DEFAULT_PORT : Integer.parseInt(form.group(3));
    if (port < 1 || port > 65_535) {
      throw new UsageException(
          "'%s' is no address of Cassandra, expected host:port like localhost:9042"
              .formatted(hostAndPort));
    }
    String host = form.group(1) == null ? form.group(2) : form.group(1);
    return InetSocketAddress.createUnresolved(host, port);
  }

  /** The contact points as people write them, or the bundle in their place. */
  public String hosts() {
    if (bundle != null) {
      return bundle.name();
    }
    return String.join(",", contactPoints.stream().map(CassandraConnection::hostAndPort).toList());
  }

  /** The address as people write it. */
  static String hostAndPort(InetSocketAddress point) {
    String host = point.getHostString();
    return (host.contains(":") ? "[%s]" : "%s").formatted(host) + ":" + point.getPort();
  }

  @Override
  public String toString() {
    return "Cassandra at %s (%s)".formatted(hosts(), datacenter);
  }
}
