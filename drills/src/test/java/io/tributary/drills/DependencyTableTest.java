package io.tributary.drills;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
          Map.entry("console", Set.of("pipeline-model", "service-runtime", "run-verifier")),
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
                  "run-verifier",
                  "console")),
          Map.entry(
              "drills",
              Set.of(
                  "pipeline-model",
                  "service-runtime",
                  "source-simulator",
                  "producer-service",
                  "cassandra-init",
                  "console",
                  "local-stack")),
          Map.entry("benchmarks/orders", Set.of()),
          Map.entry("benchmarks/spark", VARIANT),
          Map.entry("benchmarks/plain", VARIANT),
          Map.entry("benchmarks/connect", Set.of("benchmarks/orders")),
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

  private static final Map<String, String> MODULE_OF_PACKAGE = packages();

  /** These get the settings of the source, which has them from there, or ask for ends alone. */
  private static final Set<String> FOLLOWS_ITS_CALLER =
      Set.of("NewRecordWait", "RecordContinuousReader", "LogEndCheck");

  @ParameterizedTest
  @MethodSource("modules")
  void module_dependsOnWhatItMayOnly(String module) {
    Set<String> allowed = MAY_DEPEND_ON.getOrDefault(module, Set.of());
    List<String> offences =
        Modules.classesOf(module).stream()
            .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
            .filter(dependency -> isOurs(dependency.getTargetClass()))
            .filter(dependency -> !moduleOf(dependency.getTargetClass()).equals(module))
            .filter(dependency -> !allowed.contains(moduleOf(dependency.getTargetClass())))
            .map(Dependency::getDescription)
            .toList();
    assertThat(offences).isEmpty();
  }

  /** {@code io.tributary.X}, which only modules of the same folder have too. */
  @Test
  void module_keepsToItsPackage() {
    Map<String, Set<String>> folders = new TreeMap<>();
    for (String module : MAY_DEPEND_ON.keySet()) {
      Set<String> tops = new TreeSet<>();
      Modules.classesOf(module).forEach(type -> tops.add(top(type.getPackageName())));
      assertThat(tops).as(module).hasSize(1).allMatch(top -> top.startsWith("io.tributary."));
      for (String top : tops) {
        folders.computeIfAbsent(top, none -> new TreeSet<>()).add(module.replaceFirst("/.*", ""));
      }
    }
    assertThat(folders).allSatisfy((top, owners) -> assertThat(owners).hasSize(1));
  }

  private static String top(String packageName) {
    return packageName.replaceFirst("^(\\w+\\.\\w+\\.\\w+).*", "$1");
  }

  /** Committed records only: one that reads otherwise sees other records than the rest. */
  @ParameterizedTest
  @MethodSource("modules")
  void kafkaConsumers_readAsAllOthersDo(String module) {
    List<String> offences =
        Modules.classesOf(module).stream()
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
        Modules.classesOf(module).stream()
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
  void table_namesEveryModule_thatHasClasses() {
    assertThat(MAY_DEPEND_ON.keySet()).containsExactlyInAnyOrderElementsOf(Modules.withClasses());
  }

  static Stream<String> modules() {
    return MAY_DEPEND_ON.keySet().stream().sorted();
  }

  private static boolean isOurs(JavaClass type) {
    return type.getBaseComponentType().getPackageName().startsWith("io.tributary");
  }

  private static String moduleOf(JavaClass type) {
    String name = type.getBaseComponentType().getPackageName();
    return MODULE_OF_PACKAGE.getOrDefault(name, name);
  }

  private static Map<String, String> packages() {
    Map<String, String> modules = new HashMap<>();
    for (String module : Modules.withClasses()) {
      Modules.classesOf(module).forEach(type -> modules.put(type.getPackageName(), module));
    }
    return Map.copyOf(modules);
  }
}
