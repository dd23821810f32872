package io.tributary.runtime.tls;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Until when the certificates of a connection's files are good, as metrics. Those that servers show
 * are not among them.
 */
public final class CertificateEnds implements MeterBinder {
  private static final String NAME = "tributary.certificate.end.timestamp";

  private final String prefix;
  private final Tls tls;

  /**
   * @param prefix of the settings that name the files, such as {@code KAFKA}
   */
  public CertificateEnds(String prefix, Tls tls) {
    this.prefix = prefix;
    this.tls = tls;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    own(tls.certificates()).ifPresent(end -> gauge(registry, "_CERTIFICATE_FILE", end));
    authorities(tls.authorities(), Instant.now())
        .ifPresent(end -> gauge(registry, "_CA_FILE", end));
  }

  private void gauge(MeterRegistry registry, String setting, Instant end) {
    Gauge.builder(NAME, end, Instant::getEpochSecond)
        .baseUnit("seconds")
        .description("Until when the certificate of that file is good")
        .tag("setting", prefix + setting)
        .strongReference(true)
        .register(registry);
  }

  /** The client's own is the first of its chain. */
  static Optional<Instant> own(String pem) {
    return ends(pem).stream().findFirst();
  }

  /**
   * The first that ends of those that are good: an authority that is over, beside its successor,
   * does no harm. When all are over, the last.
   */
  static Optional<Instant> authorities(String pem, Instant now) {
    List<Instant> ends = ends(pem);
    return ends.stream()
        .filter(end -> end.isAfter(now))
        .min(Comparator.naturalOrder())
        .or(() -> ends.stream().max(Comparator.naturalOrder()));
  }

  private static List<Instant> ends(String pem) {
    if (pem.isEmpty()) {
      return List.of();
    }
    try {
      return Pem.certificates(pem).stream()
          .filter(X509Certificate.class::isInstance)
          .map(certificate -> ((X509Certificate) certificate).getNotAfter().toInstant())
          .toList();
    } catch (CertificateException unusable) {
      return List.of(); // it was refused when the settings were read
    }
  }
}
