package io.tributary.runtime.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.config.InvalidConfigurationException;
import io.tributary.runtime.config.OptionGroup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryOptionsTest {
  @TempDir private Path folder;

  private RegistryConnection connection(Path definitions, Map<String, String> environment)
      throws Exception {
    return OptionGroup.read(new RegistryOptions(), environment).connection(definitions);
  }

  @Test
  void folder_isBesideTheDefinitions_unlessOneIsNamed() throws Exception {
    Path file = Files.createFile(folder.resolve("orders.yaml"));
    String beside = folder.resolve("schemas").toString();

    assertThat(connection(folder, Map.of()).folder()).isEqualTo(beside);
    assertThat(connection(file, Map.of()).folder()).isEqualTo(beside);
    assertThat(connection(file, Map.of("SCHEMA_FOLDER", "/etc/schemas")).folder())
        .isEqualTo("/etc/schemas");
    assertThat(connection(file, Map.of())).hasToString("the folder " + beside);
  }

  @Test
  void registry_isNamedByItsUrl_andNeverShowsItsPassword() throws Exception {
    RegistryConnection connection =
        connection(
            folder,
            Map.of(
                "SCHEMA_REGISTRY_URL",
                "http://localhost:8081",
                "SCHEMA_REGISTRY_USERNAME",
                "ann",
                "SCHEMA_REGISTRY_PASSWORD",
                "secret"));

    assertThat(connection.url()).isEqualTo("http://localhost:8081");
    assertThat(connection.username()).isEqualTo("ann");
    assertThat(connection.password()).isEqualTo("secret");
    assertThat(connection.toString()).isEqualTo("http://localhost:8081");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:8081", "ftp://localhost", "http:///x", "http://a:b@localhost"})
  void url_isOfAWebServer_withoutAPassword(String url) {
    assertThatThrownBy(() -> connection(folder, Map.of("SCHEMA_REGISTRY_URL", url)))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("SCHEMA_REGISTRY_URL");
  }

  @Test
  void login_needsARegistry() {
    assertThatThrownBy(() -> connection(folder, Map.of("SCHEMA_REGISTRY_USERNAME", "ann")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("SCHEMA_REGISTRY_USERNAME is set, but SCHEMA_REGISTRY_URL is empty");
  }

  @Test
  void certificates_needHttps() throws Exception {
    Map<String, String> plain =
        Map.of(
            "SCHEMA_REGISTRY_URL",
            "http://localhost:8081",
            "SCHEMA_REGISTRY_CA_FILE",
            "/etc/ca.pem");

    assertThatThrownBy(() -> connection(folder, plain))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("SCHEMA_REGISTRY_CA_FILE is set, but SCHEMA_REGISTRY_URL does not");
    assertThat(connection(folder, Map.of("SCHEMA_REGISTRY_URL", "https://localhost:8081")).url())
        .isEqualTo("https://localhost:8081");
  }
}
