package io.tributary.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.stack.checkout.Checkout;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;
import java.util.jar.JarFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The consumer's fence rests on how these classes of Cassandra's work, which no setting and no
 * protocol promises. Where one has changed, read it again and compare it with what {@code Fence}
 * says:
 *
 * <ul>
 *   <li>{@code maybeWaitForSync} returns only while {@code lastSyncedAt} is at most {@code
 *       periodic_commitlog_sync_lag_block} ago, one and a half periods unless set;
 *   <li>it is called after the write's entry is in the log, and before the write is acknowledged;
 *   <li>{@code SyncRunnable} sets {@code lastSyncedAt} to the time at which a sync began, once that
 *       sync has finished, and not when it has failed.
 * </ul>
 *
 * Then name the version in {@code Fence} and put the new digest here.
 */
class CommitLogClassesIT {
  private static final String FOLDER = "org/apache/cassandra/db/commitlog/";

  @ParameterizedTest
  @CsvSource({
    "PeriodicCommitLogService, 388e937a3909eb48dd2f0cabab379e5eca9e63fbdb5a829be0b2175f12fa0bf3",
    "AbstractCommitLogService, 4246865edada2c815652313505e79e08f46e124d8aceeca81e448686d044b36e",
    "AbstractCommitLogService$SyncRunnable, 662c30b866f15e1aacf7cf06d9d2a402e49baf9a999126b0ac7c9dd555912941"
  })
  void commitLog_worksAsItDidWhenTheFenceWasMade(String name, String digest) throws Exception {
    assertThat(digestOf(name))
        .as("%s has changed: see this test's documentation", name)
        .isEqualTo(digest);
  }

  private static String digestOf(String name) throws Exception {
    Path jar =
        Checkout.current().classPath("local-stack/cassandra").stream()
            .filter(path -> path.getFileName().toString().startsWith("cassandra-all-"))
            .findFirst()
            .orElseThrow();
    try (JarFile classes = new JarFile(jar.toFile());
        InputStream bytes =
            classes.getInputStream(
                Objects.requireNonNull(classes.getEntry(FOLDER + name + ".class"), name))) {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.readAllBytes()));
    }
  }
}
