package io.tributary.drills;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds the table of docs/architecture.md: which part may depend on which. It looks at compiled
 * classes, those of modules too that are no dependency of this one, and stands in the module that
 * is built last.
 */
class DependencyTableTest {
  private static final Path PROJECT =
      Objects.requireNonNull(Path.of("").toAbsolutePath().getParent());

  private static final Set<String> BASIS = Set.of("pipeline-model", "service-runtime");

  /** What the benchmark compares is the consumer, or borrows from it. */
  private static final Set<String> VARIANT =
      Set.of("pipeline-model", "service-runtime", "spark-consumer", "benchmarks/orders");

  /** Module, and the modules that it may depend on. */
  private static final Map<String, Set<String>> MAY_DEPEND_ON =
      Map.ofEntries(
          Map.entry("pipeline-model", Set.of()),
          Map.entry("service-runtime", Set.of()),
          Map.entry("source-simulator", Set.of("service-runtime")),
          Map.entry("producer-service", BASIS),
          Map.entry("cassandra-init", BASIS),
          Map.entry("run-verifier", BASIS),
          Map.entry("spark-consumer", BASIS),
          Map.entry("local-stack/kafka", Set.of()),
          Map.entry(
              "local-stack",
              Set.of(
                  "pipeline-model",
                  "service-runtime",
                  "source-simulator",
                  "producer-service",
                  "cassandra-init",
                  "run-verifier")),
          Map.entry(
              "drills",
              Set.of(
                  "pipeline-model",
                  "service-runtime",
                  "source-simulator",
                  "producer-service",
                  "cassandra-init",
                  "local-stack")),
          Map.entry("benchmarks/orders", Set.of()),
          Map.entry("benchmarks/spark", VARIANT),
          Map.entry("benchmarks/plain", VARIANT),
          Map.entry("benchmarks/stock", Set.of("benchmarks/orders", "benchmarks/spark")),
          Map.entry(
              "benchmarks",
              Set.of(
                  "pipeline-model",
                  "service-runtime",
                  "source-simulator",
                  "producer-service",
                  "cassandra-init",
                  "run-verifier",
                  "local-stack",
                  "benchmarks/orders")));

  /** Package of a module, below which all of its classes are. */
  private static final Map<String, String> PACKAGES =
      Map.ofEntries(
          Map.entry("pipeline-model", "io.tributary.model"),
          Map.entry("service-runtime", "io.tributary.runtime"),
          Map.entry("source-simulator", "io.tributary.simulator"),
          Map.entry("producer-service", "io.tributary.producer"),
          Map.entry("cassandra-init", "io.tributary.init"),
          Map.entry("run-verifier", "io.tributary.verifier"),
          Map.entry("spark-consumer", "io.tributary.consumer"),
          Map.entry("local-stack/kafka", "io.tributary.stack.broker"),
          Map.entry("local-stack", "io.tributary.stack"),
          Map.entry("drills", "io.tributary.drills"),
          Map.entry("benchmarks/orders", "io.tributary.benchmarks.order"),
          Map.entry("benchmarks/spark", "io.tributary.benchmarks.spark"),
          Map.entry("benchmarks/stock", "io.tributary.benchmarks.stock"),
          Map.entry("benchmarks/plain", "io.tributary.benchmarks.plain"),
          Map.entry("benchmarks", "io.tributary.benchmarks"));

  /** These get the settings of the source, which has them from there, or ask for ends alone. */
  private static final Set<String> FOLLOWS_ITS_CALLER =
      Set.of("NewRecordWait", "RecordContinuousReader", "LogEndCheck");

  @ParameterizedTest
  @MethodSource("modules")
  void module_dependsOnWhatItMayOnly(String module) {
    Set<String> allowed = MAY_DEPEND_ON.getOrDefault(module, Set.of());
    List<String> offences =
        classesOf(module).stream()
            .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
            .filter(dependency -> isOurs(dependency.getTargetClass()))
            .filter(dependency -> !moduleOf(dependency.getTargetClass()).equals(module))
            .filter(dependency -> !allowed.contains(moduleOf(dependency.getTargetClass())))
            .map(Dependency::getDescription)
            .toList();
    assertThat(offences).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void module_keepsToItsPackage(String module) {
    String home = Objects.requireNonNull(PACKAGES.get(module));
    assertThat(classesOf(module))
        .isNotEmpty()
        .allSatisfy(type -> assertThat(type.getPackageName() + ".").startsWith(home + "."));
  }

  /** Committed records only: one that reads otherwise sees other records than the rest. */
  @ParameterizedTest
  @MethodSource("modules")
  void kafkaConsumers_readAsAllOthersDo(String module) {
    List<String> offences =
        classesOf(module).stream()
            .filter(type -> !FOLLOWS_ITS_CALLER.contains(type.getSimpleName()))
            .filter(
                type ->
                    type.getConstructorCallsFromSelf().stream()
                        .anyMatch(
                            call -> call.getTargetOwner().getSimpleName().equals("KafkaConsumer")))
            .filter(
                type ->
                    type.getDirectDependenciesFromSelf().stream()
                        .noneMatch(
                            dependency ->
                                dependency.getTargetClass().getSimpleName().equals("TopicReading")))
            .map(JavaClass::getName)
            .toList();
    assertThat(offences).isEmpty();
  }

  /** It moves only when it is told to: a service that waits by it would never wait. */
  @ParameterizedTest
  @MethodSource("modules")
  void fakeTicker_isUsedByTestsOnly(String module) {
    List<String> offences =
        classesOf(module).stream()
            .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
            .filter(dependency -> isFakeTicker(dependency.getTargetClass()))
            .filter(dependency -> !isFakeTicker(dependency.getOriginClass()))
            .map(Dependency::getDescription)
            .toList();
    assertThat(offences).isEmpty();
  }

  private static boolean isFakeTicker(JavaClass type) {
    return type.getName().startsWith("io.tributary.runtime.time.FakeTicker");
  }

  @Test
  void table_namesEveryModule_thatHasClasses() throws Exception {
    Set<String> found = new TreeSet<>();
    try (Stream<Path> folders = Files.walk(PROJECT, 2)) {
      folders
          .filter(folder -> Files.exists(folder.resolve("pom.xml")))
          .filter(folder -> Files.isDirectory(folder.resolve("src/main/java")))
          .forEach(folder -> found.add(PROJECT.relativize(folder).toString().replace('\\', '/')));
    }
    assertThat(MAY_DEPEND_ON.keySet()).containsExactlyInAnyOrderElementsOf(found);
  }

  static Stream<String> modules() {
    return MAY_DEPEND_ON.keySet().stream().sorted();
  }

  private static JavaClasses classesOf(String module) {
    return new ClassFileImporter().importPath(PROJECT.resolve(module).resolve("target/classes"));
  }

  private static boolean isOurs(JavaClass type) {
    return type.getBaseComponentType().getPackageName().startsWith("io.tributary");
  }

  private static String moduleOf(JavaClass type) {
    String name = type.getBaseComponentType().getPackageName() + ".";
    return PACKAGES.entrySet().stream()
        .filter(entry -> name.startsWith(entry.getValue() + "."))
        // local-stack/kafka lives below local-stack
        .max((one, other) -> Integer.compare(one.getValue().length(), other.getValue().length()))
        .map(Map.Entry::getKey)
        .orElse(name);
  }
}
