package io.tributary.runtime.registry;

import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.config.OptionGroup;
import io.tributary.runtime.config.Setting;
import io.tributary.runtime.tls.Tls;
import io.tributary.runtime.tls.TlsSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The options of every command that reads or writes events with a schema. */
public final class RegistryOptions extends OptionGroup {
  private static final Setting<Optional<URI>> URL =
      new Setting<>(
          "SCHEMA_REGISTRY_URL",
          "URL (http://… or https://…)",
          Optional.of(""),
          "where the API of the schema registry begins, such as `http://localhost:8081` or"
              + " Apicurio's `…/apis/ccompat/v7`; empty for the folder; only pipelines with"
              + " `topic.format` need either",
          false,
          RegistryOptions::url);

  private static final Setting<Optional<Path>> FOLDER =
      new Setting<>(
          "SCHEMA_FOLDER",
          "path",
          Optional.of(""),
          "folder that has the schemas where there is no registry; empty for `schemas` beside the"
              + " definitions",
          false,
          text -> text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text)));

  private static final Setting<String> USERNAME =
      Setting.text("SCHEMA_REGISTRY_USERNAME", "", "registry's user; empty where it asks for none");

  private static final Setting<String> PASSWORD =
      Setting.secret("SCHEMA_REGISTRY_PASSWORD", "", "that user's password");

  private static final TlsSettings TLS = new TlsSettings("SCHEMA_REGISTRY", "registry");

  @Override
  public List<Setting<?>> settings() {
    return Stream.concat(Stream.of(URL, FOLDER, USERNAME, PASSWORD), TLS.all().stream()).toList();
  }

  /**
   * The registry that the options name.
   *
   * @param definitions the folder or file of the definitions
   * @throws UsageException when they do not fit each other, or a file cannot be used
   */
  public RegistryConnection connection(Path definitions) throws UsageException {
    Optional<URI> url = value(URL);
    if (url.isEmpty() && !value(USERNAME).isEmpty()) {
      throw new UsageException(
          "%s is set, but %s is empty: set it too".formatted(USERNAME.name(), URL.name()));
    }
    boolean isSecured = url.filter(named -> "https".equals(named.getScheme())).isPresent();
    List<String> files = TLS.given(this::value);
    if (!isSecured && !files.isEmpty()) {
      throw new UsageException(
          "%s is set, but %s does not begin with https".formatted(files.get(0), URL.name()));
    }
    return new RegistryConnection(
        url.map(URI::toString).orElse(""),
        value(FOLDER)
            .map(Path::toString)
            .orElseGet(() -> RegistryConnection.beside(definitions).folder()),
        value(USERNAME),
        value(PASSWORD),
        isSecured ? TLS.read(this::value) : Tls.OF_THE_JVM);
  }

  private static Optional<URI> url(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    URI url = URI.create(text);
    boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    if (!web || url.getHost() == null || url.getUserInfo() != null) {
      throw new IllegalArgumentException("not http or https, or with a password");
    }
    return Optional.of(url);
  }
}
