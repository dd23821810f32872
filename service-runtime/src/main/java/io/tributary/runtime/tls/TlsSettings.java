package io.tributary.runtime.tls;

import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.config.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;

/** The settings of a connection's TLS: the same for each, but for what they begin with. */
public final class TlsSettings {
  private final Setting<Optional<Path>> caFile;
  private final Setting<Optional<Path>> certificateFile;
  private final Setting<Optional<Path>> keyFile;
  private final Setting<String> keyPassword;
  private final Setting<Boolean> hostNameCheck;

  /** Where the values come from. */
  @FunctionalInterface
  public interface Values {
    <T> T of(Setting<T> setting);
  }

  /**
   * @param prefix of the variables, such as {@code KAFKA}
   * @param servers what the servers are called, such as {@code brokers}
   */
  public TlsSettings(String prefix, String servers) {
    this.caFile =
        Setting.file(
            prefix + "_CA_FILE",
            "PEM certificates of the authorities that sign those of the %s; empty for the public ones that Java trusts"
                .formatted(servers));
    this.certificateFile =
        Setting.file(
            prefix + "_CERTIFICATE_FILE",
            "PEM certificate that a client shows to the %s, with its chain; empty where they ask for none"
                .formatted(servers));
    this.keyFile = Setting.file(prefix + "_KEY_FILE", "that certificate's PEM key, in PKCS#8");
    this.keyPassword =
        Setting.secret(prefix + "_KEY_PASSWORD", "", "that key's password, if it is encrypted");
    this.hostNameCheck =
        Setting.flag(
            prefix + "_HOST_NAME_CHECK",
            true,
            "whether the certificates of the %s have to name their hosts".formatted(servers));
  }

  /** In the order of the documentation. */
  public List<Setting<?>> all() {
    return List.of(caFile, certificateFile, keyFile, keyPassword, hostNameCheck);
  }

  /** The names of those files that are given. */
  public List<String> given(Values values) {
    return List.of(caFile, certificateFile, keyFile).stream()
        .filter(setting -> values.of(setting).isPresent())
        .map(Setting::name)
        .toList();
  }

  /**
   * What the settings say, with the files' contents.
   *
   * @throws UsageException when a file cannot be used
   */
  public Tls read(Values values) throws UsageException {
    String authorities = text(values, caFile);
    String certificates = text(values, certificateFile);
    String key = text(values, keyFile);
    String password = values.of(keyPassword);
    if (certificates.isEmpty() != key.isEmpty()) {
      throw new UsageException(
          "%s and %s belong together: set both or none"
              .formatted(certificateFile.name(), keyFile.name()));
    }
    check(values, caFile, () -> Pem.certificates(authorities));
    check(values, certificateFile, () -> Pem.certificates(certificates));
    check(values, keyFile, () -> Pem.privateKey(key, password));
    return new Tls(authorities, certificates, key, password, values.of(hostNameCheck));
  }

  private interface Parsing {
    Object parse() throws GeneralSecurityException;
  }

  private void check(Values values, Setting<Optional<Path>> setting, Parsing parsing)
      throws UsageException {
    Optional<Path> file = values.of(setting);
    if (file.isEmpty()) {
      return;
    }
    try {
      parsing.parse();
    } catch (GeneralSecurityException unusable) {
      throw new UsageException(
          "%s names %s, which cannot be used: %s%s"
              .formatted(
                  setting.name(),
                  file.get(),
                  unusable.getMessage(),
                  setting.name().equals(keyFile.name())
                      ? " (%s)".formatted(keyPassword.name())
                      : ""),
          unusable);
    }
  }

  private static String text(Values values, Setting<Optional<Path>> setting) throws UsageException {
    Optional<Path> file = values.of(setting);
    if (file.isEmpty()) {
      return "";
    }
    try {
      return Files.readString(file.get());
    } catch (IOException unreadable) {
      throw new UsageException(
          "%s names %s, which cannot be read (%s)"
              .formatted(setting.name(), file.get(), unreadable.getClass().getSimpleName()),
          unreadable);
    }
  }
}
