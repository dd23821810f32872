package io.tributary.producer.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.model.definition.Authentication;
import io.tributary.model.definition.SecretReference;
import io.tributary.runtime.time.FakeTicker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretSourceTest {
  private static final SecretSource SOURCE =
      new SecretSource(
          Map.of("A", " secret-a \n", "EMPTY", " ", "LINES", "hunter\n2", "WIDE", "hünter")::get);

  @TempDir private Path folder;

  @Test
  void read_givesVariablesAndFiles_withoutSpaceAround() throws Exception {
    Path file = Files.writeString(folder.resolve("shop"), "secret-b\r\n");
    assertThat(SOURCE.read(reference("${env:A}"))).isEqualTo("secret-a");
    assertThat(SOURCE.read(reference("${file:%s}".formatted(file)))).isEqualTo("secret-b");
  }

  @Test
  void credentials_nameEveryReferenceThatIsMissing_andShowNoValue() throws Exception {
    Path large = Files.write(folder.resolve("large"), new byte[70_000]);
    Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xFF});
    assertRefused("${env:NONE}", "that variable is not set");
    assertRefused("${env:EMPTY}", "that is empty");
    assertRefused("${env:LINES}", "that has more than one line");
    assertRefused("${file:/none}", "there is no such file");
    assertRefused("${file:%s}".formatted(large), "that file has more than 64 KiB");
    assertRefused("${file:%s}".formatted(binary), "that file is no text in UTF-8");
    assertRefused("${file:%s}".formatted(folder), "that file cannot be read");
    assertThatThrownBy(
            () ->
                Credentials.of(
                    Optional.of(new Authentication.Bearer(reference("${env:WIDE}"))),
                    SOURCE,
                    new FakeTicker()))
        .hasMessageContaining("it is not ASCII")
        .hasMessageNotContaining("nter");
  }

  private static void assertRefused(String password, String said) {
    Authentication basic =
        new Authentication.Basic(
            new Authentication.Name(Optional.empty(), Optional.of(reference("${env:USER_NAME}"))),
            Optional.of(reference(password)));
    assertThatThrownBy(() -> Credentials.of(Optional.of(basic), SOURCE, new FakeTicker()))
        .isInstanceOf(MissingSecretException.class)
        .hasMessageContaining(
            "source.authentication.user refers to ${env:USER_NAME}, but that variable is not set")
        .hasMessageContaining(
            "source.authentication.password refers to %s, but %s".formatted(password, said))
        .hasMessageEndingWith("set it where the producer runs (docs/security.md)")
        .hasMessageNotContaining("hunter");
  }

  private static SecretReference reference(String text) {
    return SecretReference.parse(text).orElseThrow();
  }
}
