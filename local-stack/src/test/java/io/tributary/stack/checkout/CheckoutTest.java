package io.tributary.stack.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.runtime.command.CommandFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckoutTest {
  @TempDir private Path root;

  @Test
  void classPath_hasTheJarOfTheLastBuildOnly_whenThoseOfOtherVersionsAreThere() throws Exception {
    Path target = root.resolve("service/target");
    Files.createDirectories(target.resolve("maven-archiver"));
    for (String version : new String[] {"1.0", "1.1", "2.0", "2.0-tests"}) {
      Files.createFile(target.resolve("my-service-%s.jar".formatted(version)));
    }
    Files.writeString(
        target.resolve("maven-archiver/pom.properties"), "artifactId=my-service\nversion=1.1\n");
    Files.writeString(target.resolve("classpath"), "/jars/a.jar:/jars/b.jar");

    assertThat(new Checkout(root).classPath("service"))
        .containsExactly(
            target.resolve("my-service-1.1.jar"), Path.of("/jars/a.jar"), Path.of("/jars/b.jar"));
  }

  @Test
  void classPath_saysWhatToDo_whenTheModuleIsNotBuilt() {
    assertThatThrownBy(() -> new Checkout(root).classPath("service"))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("run ./tributary build");
  }
}
