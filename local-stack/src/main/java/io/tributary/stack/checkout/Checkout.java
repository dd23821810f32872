package io.tributary.stack.checkout;

import io.tributary.runtime.command.CommandFailedException;
import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * The built project that services are started from, without copying a jar.
 *
 * @param root the folder with the root POM
 */
public record Checkout(Path root) {
  /** The system property that names it. */
  public static final String PROPERTY = "tributary.home";

  /**
   * The checkout that this JVM was started from.
   *
   * @throws CommandFailedException when nothing says where that is
   */
  public static Checkout current() throws CommandFailedException {
    String root = System.getProperty(PROPERTY);
    if (root == null) {
      throw new CommandFailedException(
          "The system property " + PROPERTY + " is not set: start this through ./tributary.");
    }
    return new Checkout(Path.of(root).toAbsolutePath().normalize());
  }

  public Path resolve(String path) {
    return root.resolve(path);
  }

  /**
   * Where a module's build puts everything.
   *
   * @param module its folder
   */
  public Path target(String module) {
    return root.resolve(module).resolve("target");
  }

  /**
   * What a module runs with: its own jar, if it has one, and all that it depends on.
   *
   * @param module its folder, such as {@code spark-consumer}
   * @throws CommandFailedException when the module is not built
   */
  public List<Path> classPath(String module) throws CommandFailedException {
    Path target = target(module);
    Path list = target.resolve("classpath");
    List<Path> path = new ArrayList<>();
    try {
      ownJar(target).ifPresent(path::add);
      Arrays.stream(Files.readString(list).strip().split(File.pathSeparator))
          .map(Path::of)
          .forEach(path::add);
    } catch (IOException missing) {
      throw new CommandFailedException(
          "The module %s is not built (%s): run ./tributary build."
              .formatted(module, missing.getMessage()),
          missing);
    }
    return List.copyOf(path);
  }

  /** The jar of the last build: after a change of version the one of before is there too. */
  private static Optional<Path> ownJar(Path target) throws IOException {
    Path built = target.resolve("maven-archiver").resolve("pom.properties");
    if (!Files.exists(built)) {
      return Optional.empty();
    }
    Properties properties = new Properties();
    try (Reader text = Files.newBufferedReader(built)) {
      properties.load(text);
    }
    return Optional.of(
        target.resolve(
            "%s-%s.jar"
                .formatted(
                    properties.getProperty("artifactId"), properties.getProperty("version"))));
  }
}
