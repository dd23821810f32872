package io.tributary.drills;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What holds between the packages of a module: no cycles, and what is below does not know what is
 * above. The test is in the module that is built last, and looks at the compiled classes of all.
 */
class PackagesTest {

  @ParameterizedTest
  @MethodSource("modules")
  void packages_haveNoCycles(String module) {
    JavaClasses classes = Modules.classesOf(module);
    slices().matching("io.tributary.(**)").should().beFreeOfCycles().check(classes);
  }

  @Test
  void packages_areInOneModuleEach() {
    Map<String, String> moduleOf = new HashMap<>();
    for (String module : Modules.withClasses()) {
      Modules.classesOf(module).stream()
          .map(JavaClass::getPackageName)
          .distinct()
          .forEach(name -> assertThat(moduleOf.put(name, module)).as("%s, also in", name).isNull());
    }
  }

  /** A definition says what records look like; it does not handle any. */
  @Test
  void model_readsDefinitions_withoutKnowingWhatIsMadeOfThem() {
    lower("pipeline-model", "text", "yaml", "definition")
        .below("count", "cql", "deadletter", "event", "json", "mapping", "receipt", "topic");
  }

  /** What fetches pages leaves the publishing to others. */
  @Test
  void producer_fetches_withoutKnowingKafka() {
    lower("producer-service", "source").below("publish", "receipt", "topics");
    noClasses()
        .that()
        .resideInAPackage("..producer.source..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.kafka..")
        .check(Modules.classesOf("producer-service"));
  }

  /** The executors write; the driver alone decides what is begun, watched and tried again. */
  @Test
  void consumer_writes_withoutKnowingWhoSupervisesIt() {
    lower("spark-consumer", "cassandra", "checkpoint", "fence", "sink", "source", "topics")
        .below("metrics", "query", "startup", "supervision", "watch");
    lower("spark-consumer", "cassandra", "checkpoint", "source", "topics").below("fence", "sink");
  }

  /** What looks records up is for every command, and knows none. */
  @Test
  void verifier_looksUp_withoutKnowingTheCommands() {
    lower("run-verifier", "lookup", "log", "text")
        .below("contents", "deadletter", "outcome", "preflight", "replay", "report", "sample");
    lower("run-verifier", "contents", "log", "lookup", "outcome", "report")
        .below("replay", "verification");
  }

  /** A process knows nothing of the server that runs in it. */
  @Test
  void stack_runsProcesses_withoutKnowingWhatTheyAre() {
    lower("local-stack", "checkout", "host", "process", "server")
        .below("cassandra", "consumer", "demo", "kafka");
    lower("local-stack", "host", "process").below("checkout", "server");
  }

  /** What a drill has done may not colour what it holds the results against. */
  @Test
  void drills_haveTheTruth_apartFromFaultsAndVerdicts() {
    lower("drills", "truth").below("cases", "environment", "fault", "load", "settle", "source");
  }

  static Stream<String> modules() {
    return Modules.withClasses().stream();
  }

  private static Lower lower(String module, String... packages) {
    return new Lower(Modules.classesOf(module), List.of(packages));
  }

  /** Packages of a module, by their last name. */
  private record Lower(JavaClasses classes, List<String> names) {

    void below(String... upper) {
      List<String> known =
          classes.stream().map(JavaClass::getPackageName).map(Lower::lastName).distinct().toList();
      assertThat(known).as("renamed packages take this test along").containsAll(names);
      assertThat(known).as("renamed packages take this test along").contains(upper);
      ArchRule rule =
          noClasses()
              .that()
              .resideInAnyPackage(patterns(names))
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(patterns(Arrays.asList(upper)));
      rule.check(classes);
    }

    private static String lastName(String name) {
      return name.substring(name.lastIndexOf('.') + 1);
    }

    private static String[] patterns(List<String> names) {
      return names.stream().map(name -> "io.tributary.*." + name + "..").toArray(String[]::new);
    }
  }
}
