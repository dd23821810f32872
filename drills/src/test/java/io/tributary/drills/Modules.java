package io.tributary.drills;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** The modules that the root POM lists, and their compiled classes. */
final class Modules {
  private static final Path PROJECT =
      Objects.requireNonNull(Path.of("").toAbsolutePath().getParent());
  private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

  private Modules() {}

  /** Those that have classes of their own: the rest are jars of others, or tests. */
  static List<String> withClasses() {
    try {
      return MODULE
          .matcher(Files.readString(PROJECT.resolve("pom.xml")))
          .results()
          .map(module -> module.group(1))
          .filter(module -> Files.isDirectory(PROJECT.resolve(module).resolve("src/main/java")))
          .sorted()
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  static JavaClasses classesOf(String module) {
    return new ClassFileImporter().importPath(PROJECT.resolve(module).resolve("target/classes"));
  }
}
