package io.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The health check of all services of the platform, on containers that are quick to fall ill. */
@Tag("containers")
final class LivenessIT {
  private static final Path HOME =
      Path.of(System.getProperty("tributary.home", "..")).toAbsolutePath().normalize();
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Compose COMPOSE =
      new Compose(
          HOME.resolve("e2e-tests/src/test/resources/liveness"),
          "tributary-liveness",
          Map.of("LIVENESS", HOME.resolve("docker/liveness").toString()));

  @BeforeAll
  static void up() {
    down();
    COMPOSE.run("up", "-d", "--wait", "polite", "stuck");
  }

  @AfterAll
  static void down() {
    COMPOSE.run("down", "-v", "--remove-orphans");
  }

  @ParameterizedTest
  @ValueSource(strings = {"polite", "stuck"})
  void serviceComesBack_whenItStaysUnhealthy(String service) {
    assertThat(state(service)).isEqualTo("0 healthy");

    COMPOSE.run("exec", "-T", service, "touch", "/dev/shm/ill");

    await().atMost(PATIENCE).until(() -> state(service).equals("1 healthy"));
  }

  @Test
  void serviceIsLeftAlone_whenItWasNeverHealthy() {
    COMPOSE.run("up", "-d", "slow");

    await().atMost(PATIENCE).until(() -> failures("slow") >= 10);

    assertThat(state("slow")).isEqualTo("0 unhealthy");
  }

  /** How often Docker has restarted it, and whether it is healthy. */
  private static String state(String service) {
    return inspect(service, "{{.RestartCount}} {{.State.Health.Status}}");
  }

  private static int failures(String service) {
    return Integer.parseInt(inspect(service, "{{.State.Health.FailingStreak}}"));
  }

  private static String inspect(String service, String format) {
    String container = COMPOSE.run("ps", "-q", service).strip();
    return COMPOSE.docker("inspect", "--format", format, container).strip();
  }
}
