package io.tributary.stack.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.stack.checkout.Checkout;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the services run with has its native libraries for both processors, on Linux and macOS. No
 * machine of CI is an arm64 one: this reads the jars.
 */
class NativeLibrariesIT {
  private static final Pattern ARTIFACT = Pattern.compile("^(.+?)-\\d");
  private static final Pattern LIBRARY = Pattern.compile(".*\\.(so|dylib|jnilib)$");

  /**
   * Not loaded here: Spark's shuffle service keeps its state in the one, encrypts with the other.
   */
  private static final Set<String> UNUSED = Set.of("leveldbjni-all", "commons-crypto");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "producer-service      | snappy-java zstd-jni lz4-java",
        "run-verifier          | snappy-java zstd-jni lz4-java",
        "local-stack/kafka     | snappy-java zstd-jni lz4-java",
        "local-stack/cassandra | snappy-java zstd-jni lz4-java netty-transport-native-epoll"
            + " netty-transport-native-kqueue netty-tcnative-boringssl-static jna",
        "spark-consumer        | snappy-java zstd-jni lz4-java netty-transport-native-epoll"
            + " netty-transport-native-kqueue rocksdbjni",
      })
  void nativeLibraries_areThereForArm64_whereTheyAreForX64(String module, String expected)
      throws Exception {
    Map<String, Set<String>> platforms = new TreeMap<>();
    for (Path jar : Checkout.current().classPath(module)) {
      read(jar, platforms);
    }
    assertThat(platforms.keySet()).contains(expected.split(" "));
    platforms.keySet().removeAll(UNUSED);
    platforms.forEach(
        (artifact, found) -> {
          for (String system : Set.of("linux", "macos")) {
            if (found.contains(system + " x64")) {
              assertThat(found).as("%s of %s", artifact, module).contains(system + " arm64");
            }
          }
        });
  }

  private static void read(Path path, Map<String, Set<String>> platforms) throws Exception {
    String name = String.valueOf(path.getFileName());
    Matcher artifact = ARTIFACT.matcher(name);
    if (!name.endsWith(".jar") || !artifact.find()) {
      return;
    }
    try (JarFile jar = new JarFile(path.toFile())) {
      jar.stream()
          .map(entry -> entry.getName())
          .filter(entry -> LIBRARY.matcher(entry).matches())
          .map(entry -> platform(name + "/" + entry))
          .forEach(
              platform ->
                  platforms.computeIfAbsent(artifact.group(1), a -> new TreeSet<>()).add(platform));
    }
  }

  private static String platform(String entry) {
    String text = entry.toLowerCase(Locale.ROOT);
    String system =
        text.contains("android") || text.contains("musl")
            ? "other"
            : text.contains("linux") || text.contains("epoll")
                ? "linux"
                : text.matches(".*(mac|darwin|osx).*") ? "macos" : "other";
    String processor =
        text.matches(".*(aarch_?64|arm64).*")
            ? "arm64"
            : text.matches(".*(x86[_-]64|amd64|linux64).*") ? "x64" : "other";
    return system + " " + processor;
  }
}
