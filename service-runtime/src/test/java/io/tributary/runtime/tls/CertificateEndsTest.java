package io.tributary.runtime.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CertificateEndsTest {
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

  /** Good until 2021-01-01T00:00:00Z. */
  private static final String OVER =
      """
      -----BEGIN CERTIFICATE-----
      MIIBBDCBrAIBATAKBggqhkjOPQQDAjAPMQ0wCwYDVQQDDARvdmVyMB4XDTIwMDEw
      MTAwMDAwMFoXDTIxMDEwMTAwMDAwMFowDzENMAsGA1UEAwwEb3ZlcjBZMBMGByqG
      SM49AgEGCCqGSM49AwEHA0IABFKlbGuKafTxs+y51BXxlis2SbOxUjmNYb/Z7S52
      HnZKzRH/B7iVgMjyFyZShmsAZMCXYG6X5ZwG0Exq8H2FnbgwCgYIKoZIzj0EAwID
      RwAwRAIga9N0ZnLulRhEVzE4zBVPk0yCuHOh9VcumF5hhzY5mlsCIGx+j7TIrR34
      4BT0IJFXCf++4BCvYJ4Ag2WEi6WgdADr
      -----END CERTIFICATE-----
      """;

  /** Good until 2031-02-03T04:05:06Z. */
  private static final String NEAR =
      """
      -----BEGIN CERTIFICATE-----
      MIIBBTCBrAIBATAKBggqhkjOPQQDAjAPMQ0wCwYDVQQDDARuZWFyMB4XDTI2MDEw
      MTAwMDAwMFoXDTMxMDIwMzA0MDUwNlowDzENMAsGA1UEAwwEbmVhcjBZMBMGByqG
      SM49AgEGCCqGSM49AwEHA0IABIY41sirYt7D5Tj90WW5HJ/5gFjz6nxX78T3GRTJ
      +kEo33GeV4h+/cwFq19uM7GTpC4ZG2xur/3PgUqmiSGYWscwCgYIKoZIzj0EAwID
      SAAwRQIgDIzRbDkEbWW3DOGsvfHXW7ojNOgDTTwYAfoIq0F1JPsCIQDvqGBiwlwP
      E8CNk0QQF9MrTkkXr6vGrpdS/qNhktdebQ==
      -----END CERTIFICATE-----
      """;

  /** Good until 2041-02-03T04:05:06Z. */
  private static final String FAR =
      """
      -----BEGIN CERTIFICATE-----
      MIIBAjCBqgIBATAKBggqhkjOPQQDAjAOMQwwCgYDVQQDDANmYXIwHhcNMjYwMTAx
      MDAwMDAwWhcNNDEwMjAzMDQwNTA2WjAOMQwwCgYDVQQDDANmYXIwWTATBgcqhkjO
      PQIBBggqhkjOPQMBBwNCAAQuI8PSr2Lingc3b1/DuwfaRYkFi4t06DQ7D+YUkCYv
      j5e9WOI/KWdZUT3mOE7tVPIadf6QJtPxbkJZMXZ4PiXFMAoGCCqGSM49BAMCA0cA
      MEQCIA4rkqQpODYfZv7ynKJD/OLi89Ba1kSE7hwOqMwIrSITAiB7WmLALp8pkz3P
      Io90XSVPIc41Vh64F7GRb+ImeYdfJA==
      -----END CERTIFICATE-----
      """;

  @Test
  void own_isTheFirstOfTheChain() {
    assertThat(CertificateEnds.own(FAR + NEAR)).contains(Instant.parse("2041-02-03T04:05:06Z"));
    assertThat(CertificateEnds.own("")).isEmpty();
  }

  @Test
  void authorities_endWithTheFirstThatIsGoodNow() {
    assertThat(CertificateEnds.authorities(OVER + FAR + NEAR, NOW))
        .contains(Instant.parse("2031-02-03T04:05:06Z"));
    assertThat(CertificateEnds.authorities(OVER, NOW))
        .contains(Instant.parse("2021-01-01T00:00:00Z"));
    assertThat(CertificateEnds.authorities("", NOW)).isEmpty();
  }

  @Test
  void metrics_nameTheSettingOfEachFile() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new CertificateEnds("KAFKA", new Tls(FAR, NEAR, "", "", true)).bindTo(registry);
    new CertificateEnds("CASSANDRA", Tls.OF_THE_JVM).bindTo(registry);

    assertThat(registry.scrape().lines().filter(line -> !line.startsWith("#")))
        .containsExactlyInAnyOrder(
            "tributary_certificate_end_timestamp_seconds{setting=\"KAFKA_CA_FILE\"} 2.243477106E9",
            "tributary_certificate_end_timestamp_seconds{setting=\"KAFKA_CERTIFICATE_FILE\"} 1.927857906E9");
  }
}
