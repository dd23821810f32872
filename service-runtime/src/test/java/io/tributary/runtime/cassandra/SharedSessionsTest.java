package io.tributary.runtime.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.metadata.Metadata;
import com.datastax.oss.driver.api.core.metadata.Node;
import io.tributary.runtime.cassandra.SharedSessions.Lease;
import io.tributary.runtime.command.CommandFailedException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SharedSessionsTest {
  private final List<Fake> opened = Collections.synchronizedList(new ArrayList<>());
  private final SharedSessions sessions =
      new SharedSessions((address, keyspaces, wait, progress) -> open());

  private CqlSession open() {
    Fake fake = new Fake();
    opened.add(fake);
    return fake.session;
  }

  private Lease take(String... keyspaces) throws Exception {
    return takeAt("localhost:9042", keyspaces);
  }

  private Lease takeAt(String hostAndPort, String... keyspaces) throws Exception {
    return sessions.take(
        CassandraConnection.of(List.of(hostAndPort), "datacenter1", "", ""),
        List.of(keyspaces),
        Duration.ZERO,
        waiting -> {});
  }

  @Test
  void session_isOneForAll_andClosedWhenTheLastHasGone() throws Exception {
    Lease first = take("a", "b");
    Lease second = take("b", "a", "a");
    assertThat(second.session()).isSameAs(first.session());
    first.close();
    first.close();
    assertThat(opened).hasSize(1).first().extracting(fake -> fake.closed).isEqualTo(false);
    second.close();
    assertThat(opened).first().extracting(fake -> fake.closed).isEqualTo(true);
  }

  @Test
  void session_isANewOne_whenTheOneBeforeIsClosed() throws Exception {
    take("a").close();
    assertThat(take("a").session()).isSameAs(opened.get(1).session);
    assertThat(opened.get(1).closed).isFalse();
  }

  @Test
  void session_isAnother_forAnotherClusterOrKeyspace() throws Exception {
    Lease here = take("a");
    assertThat(take("a", "b").session()).isNotSameAs(here.session());
    assertThat(takeAt("elsewhere:9042", "a").session()).isNotSameAs(here.session());
  }

  @Test
  void session_isNotHandedOutAgain_whenItHasLostAllNodes_butStaysWithThoseWhoUseIt()
      throws Exception {
    Lease lost = take("a");
    opened.get(0).connections = 0;
    Lease later = take("a");
    assertThat(later.session()).isNotSameAs(lost.session());
    assertThat(opened.get(0).closed).isFalse();
    lost.close();
    assertThat(opened.get(0).closed).isTrue();
    assertThat(opened.get(1).closed).isFalse();
  }

  @Test
  void failure_isOfThisTryAlone() throws Exception {
    SharedSessions failing =
        new SharedSessions(
            (address, keyspaces, wait, progress) -> {
              if (opened.isEmpty()) {
                open();
                throw new CommandFailedException("away");
              }
              return open();
            });
    CassandraConnection address =
        CassandraConnection.of(List.of("localhost"), "datacenter1", "", "");
    assertThatThrownBy(() -> failing.take(address, List.of(), Duration.ZERO, waiting -> {}))
        .hasMessage("away");
    assertThat(failing.take(address, List.of(), Duration.ZERO, waiting -> {}).session())
        .isSameAs(opened.get(1).session);
  }

  @Test
  void oneOpens_whileOthersWait_andNoneIsLeftWithAClosedSession() throws Exception {
    Semaphore there = new Semaphore(0);
    SharedSessions slow =
        new SharedSessions(
            (address, keyspaces, wait, progress) -> {
              there.acquire();
              return open();
            });
    CassandraConnection address =
        CassandraConnection.of(List.of("localhost"), "datacenter1", "", "");
    ExecutorService queries = Executors.newFixedThreadPool(8);
    try {
      Callable<Boolean> query =
          () -> {
            try (Lease lease = slow.take(address, List.of(), Duration.ZERO, waiting -> {})) {
              return opened.stream()
                  .filter(fake -> fake.session == lease.session())
                  .noneMatch(fake -> fake.closed);
            }
          };
      List<Future<Boolean>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        all.add(queries.submit(query));
      }
      await().until(there::hasQueuedThreads);
      there.release(8);
      for (Future<Boolean> one : all) {
        assertThat(one.get(10, TimeUnit.SECONDS)).isTrue();
      }
    } finally {
      queries.shutdownNow();
    }
    assertThat(opened).allSatisfy(fake -> assertThat(fake.closed).isTrue());
  }

  /** A session with one node. */
  private static final class Fake {
    private volatile boolean closed;
    private volatile int connections = 1;
    private final Node node = fake(Node.class, "getOpenConnections", () -> connections);
    private final Metadata metadata =
        fake(Metadata.class, "getNodes", () -> Map.of(new UUID(1, 1), node));
    private final CqlSession session =
        (CqlSession)
            Proxy.newProxyInstance(
                CqlSession.class.getClassLoader(),
                new Class<?>[] {CqlSession.class},
                (proxy, method, arguments) ->
                    switch (method.getName()) {
                      case "getMetadata" -> metadata;
                      case "close" -> {
                        closed = true;
                        yield null;
                      }
                      case "equals" -> proxy == arguments[0];
                      case "hashCode" -> System.identityHashCode(proxy);
                      case "toString" -> "session";
                      default -> throw new UnsupportedOperationException(method.getName());
                    });

    private static <T> T fake(Class<T> type, String method, Callable<Object> answer) {
      return type.cast(
          Proxy.newProxyInstance(
              type.getClassLoader(),
              new Class<?>[] {type},
              (proxy, called, arguments) -> {
                if (called.getName().equals(method)) {
                  return answer.call();
                }
                throw new UnsupportedOperationException(called.getName());
              }));
    }
  }
}
