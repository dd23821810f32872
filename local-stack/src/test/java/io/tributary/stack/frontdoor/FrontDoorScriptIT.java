package io.tributary.stack.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.stack.checkout.Checkout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The script, in a checkout whose Maven and whose Java only say how they were called. */
class FrontDoorScriptIT {
  private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

  @TempDir private Path folder;
  private Path checkout;
  private Path tools;
  private Path java17;
  private Path java25;

  private record Run(int exitCode, String out, String err) {}

  FrontDoorScriptIT() {
    // set for each test
    checkout = Path.of("");
    tools = checkout;
    java17 = checkout;
    java25 = checkout;
  }

  @BeforeEach
  void makeCheckout() throws Exception {
    checkout = Files.createDirectories(folder.resolve("a checkout with spaces"));
    Files.copy(Checkout.current().resolve("tributary"), script());
    Files.copy(Checkout.current().resolve("pom.xml"), checkout.resolve("pom.xml"));
    List<String> modules = modules();
    Files.createDirectory(checkout.resolve(".mvn"));
    for (String module : modules) {
      Files.createDirectories(checkout.resolve(module).resolve("src/main"));
      Files.createFile(checkout.resolve(module).resolve("pom.xml"));
    }
    tools = Files.createDirectory(folder.resolve("tools"));
    program(
        tools.resolve("mvn"),
        """
        echo "maven in $PWD with $JAVA_HOME: $*"
        [ -z "${MAVEN_FAILS:-}" ] || { echo "[ERROR] does not compile"; exit 1; }
        for module in %s; do
          mkdir -p $module/target && echo "$PWD/pom.xml" > $module/target/classpath
        done
        mkdir -p local-stack/target/maven-archiver
        echo "version=${VERSION:-1}" > local-stack/target/maven-archiver/pom.properties
        touch "local-stack/target/local-stack-${VERSION:-1}.jar"
        echo built >> builds
        sleep "${MAVEN_TAKES:-0}"
        """
            .formatted(String.join(" ", modules)));
    java17 = jdk("17.0.9");
    java25 = jdk("25");
  }

  @Test
  void help_namesEveryCommandInOneLine() throws Exception {
    Run run = run(Map.of(), "help");
    assertThat(run.exitCode()).isZero();
    List<String> commands = new ArrayList<>(new Tributary().subcommands().keySet());
    commands.addAll(List.of("up", "doctor", "build", "test", "clean", "help"));
    for (String command : commands) {
      assertThat(run.out()).containsPattern("(?m)^  " + command + " +[a-z].*$");
    }
    assertThat(run(Map.of()).out()).isEqualTo(run.out());
  }

  @Test
  void version_isThatOfThePom() throws Exception {
    Path pom = checkout.resolve("pom.xml");
    Files.writeString(
        pom,
        Files.readString(pom)
            .replaceFirst("<revision>[^<]+</revision>", "<revision>7.8.9-SNAPSHOT</revision>"));
    assertThat(run(Map.of(), "--version")).isEqualTo(new Run(0, "Tributary 7.8.9-SNAPSHOT\n", ""));
  }

  @Test
  void test_namesTheSlowestClasses_ofThisRunAlone() throws Exception {
    Path python = checkout.resolve(".tributary/venv/bin");
    Files.createDirectories(python);
    for (String tool : List.of("shellcheck", "hadolint", "ruff", "pytest")) {
      program(python.resolve(tool), "exit 0\n");
    }
    for (String list : List.of("airflow/requirements-test.txt", "docker/tests/requirements.txt")) {
      Files.createDirectories(Objects.requireNonNull(checkout.resolve(list).getParent(), list));
      Files.writeString(checkout.resolve(list), "one==1\n");
    }
    Files.createDirectory(checkout.resolve(".ci"));
    program(checkout.resolve(".ci/run"), "exit 0\n");
    Files.writeString(checkout.resolve(".tributary/venv/made-of"), "one==1\none==1\n");
    Path reports = Files.createDirectories(checkout.resolve("drills/target/surefire-reports"));
    String report = "<testsuite xmlns:x=\"y\" name=\"%s\" time=\"%s\" tests=\"3\">\n";
    Path old = reports.resolve("TEST-Old.xml");
    Files.writeString(old, report.formatted("io.tributary.OldTest", "99.5"));
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(60)));
    program(
        tools.resolve("mvn"),
        "echo '%s' > '%s'\necho '%s' > '%s'\n"
            .formatted(
                report.formatted("io.tributary.QuickTest", "0.25").strip(),
                reports.resolve("TEST-Quick.xml"),
                report.formatted("io.tributary.SlowTest", "12.5").strip(),
                reports.resolve("TEST-Slow.xml")));

    Run run = run(Map.of("TRIBUTARY_CONTAINERS", "no"), "test");

    assertThat(run.err())
        .containsSubsequence("slowest", "12.5 s  io.tributary.SlowTest", "0.2", "QuickTest")
        .contains("Everything passed")
        .doesNotContain("OldTest");
    assertThat(run.exitCode()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"chek, check", "deadletters, dead-letters", "tset, test", "bulid, build"})
  void command_isRefusedWithTheNearestOne_whenItIsMisspelt(String typed, String meant)
      throws Exception {
    Run run = run(Map.of(), typed);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("did you mean '%s'?".formatted(meant));
  }

  @ParameterizedTest
  @CsvSource({"zzzzzzzzzzzz", "-x"})
  void command_isRefused_whenThereIsNothingLikeIt(String typed) throws Exception {
    Run run = run(Map.of(), typed);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("help lists all").doesNotContain("did you mean");
  }

  @Test
  void command_buildsOnce_whenNothingChanges() throws Exception {
    Run first = run(Map.of(), "check", "some file.yaml");
    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(first.err()).contains("Building (nothing is built yet)", "Built in");
    assertThat(first.out())
        .startsWith("java in " + folder)
        .contains("-Dtributary.home=" + checkout)
        .endsWith("io.tributary.stack.frontdoor.Tributary check some file.yaml\n");
    Run second = run(Map.of(), "check", "some file.yaml");
    assertThat(second.err()).isEmpty();
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void command_runsTheJarOfTheLastBuild_whenThoseOfOtherVersionsAreThere() throws Exception {
    for (String version : List.of("1", "2", "1.5")) {
      Files.deleteIfExists(checkout.resolve(".tributary/built"));
      assertThat(run(Map.of("VERSION", version), "check", "x").out())
          .contains("/local-stack-%s.jar:".formatted(version));
    }
  }

  @Test
  void command_buildsAgain_whenASourceIsNewerThanTheBuild() throws Exception {
    run(Map.of(), "build");
    Path source = checkout.resolve("run-verifier/src/main/New.java");
    Files.createFile(source);
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(2)));
    assertThat(run(Map.of(), "check", "x").err())
        .contains("Building (run-verifier/src/main/New.java has changed)");
  }

  @Test
  void command_buildsAgain_whenAJarIsGone() throws Exception {
    run(Map.of(), "build");
    Files.writeString(
        checkout.resolve("run-verifier/target/classpath"), folder.resolve("gone.jar").toString());
    assertThat(run(Map.of(), "check", "x").err()).contains("gone.jar is missing");
  }

  @Test
  void command_endsWithTheBuildsOutput_whenTheBuildFails() throws Exception {
    Run run = run(Map.of("MAVEN_FAILS", "yes"), "demo");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("[ERROR] does not compile", "error: The build failed after");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void benchmarks_areBuiltOnlyForThoseWhoRunThem() throws Exception {
    Map<String, String> failing = Map.of("MAVEN_FAILS", "yes");
    assertThat(run(failing, "demo").err()).contains("-pl !benchmarks/orders,");
    assertThat(run(failing, "bench").err()).contains("maven in").doesNotContain("-pl");
  }

  @Test
  void command_givesTheJavaThatItFoundToMaven_whenTheDefaultIsAnother() throws Exception {
    Path home = folder.resolve("home/.sdkman/candidates/java");
    Files.createDirectories(home);
    Files.createSymbolicLink(home.resolve("17.0.9-tem"), java17);
    Run run = run(Map.of("JAVA_HOME", java25.toString(), "MAVEN_FAILS", "yes"), "build");
    assertThat(run.err()).containsPattern("with /.*17").doesNotContain("with " + java25);
  }

  @Test
  void command_runsInUtf8_whenTheLocaleCannotWriteEveryName() throws Exception {
    run(Map.of(), "build");
    program(java17.resolve("bin/java"), "locale charmap; echo \"$*\"\n");
    Run run = run(Map.of("LC_ALL", "C", "LANG", "fa_IR"), "check", "x");
    assertThat(run.out()).startsWith("UTF-8\n").contains("-Duser.language=en");
  }

  @Test
  void command_isRefused_whenTheCheckoutsPathHasAColon() throws Exception {
    Path elsewhere = Files.createDirectory(folder.resolve("a:b"));
    for (String file : List.of("tributary", "pom.xml")) {
      Files.copy(checkout.resolve(file), elsewhere.resolve(file));
    }
    checkout = elsewhere;
    Run run = run(Map.of(), "demo");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).hasLineCount(1).contains("has a colon in its path");
  }

  @ParameterizedTest
  @ValueSource(strings = {"msys", "cygwin"})
  void everyCommand_namesTheWayOn_inShellsOfWindows(String shell) throws Exception {
    Run run = run(Map.of("OSTYPE", shell), "demo");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).hasLineCount(1).contains("WSL2", "docker compose up -d --wait");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "debian|12|sudo apt-get install openjdk-17-jdk",
        "debian|13|Debian 13 has no package of it",
        "ubuntu|24.04|sudo apt-get install openjdk-17-jdk",
        "fedora|41|sudo dnf install java-17-openjdk-devel",
        "fedora|43|Fedora 43 has no package of it",
        "arch||sudo pacman -S jdk17-openjdk",
        "nixos|25.05|sdk install java 17",
      })
  void command_saysHowToInstallJava17_onThisSystem(String id, String version, String way)
      throws Exception {
    // as if no folder of this machine had one
    String text = Files.readString(script());
    int begin = text.indexOf("    /usr/lib/jvm/*17*");
    int end = text.indexOf("; do\n    if [[ -n $candidate ]]");
    Files.writeString(script(), text.substring(0, begin) + "    ''" + text.substring(end));
    program(tools.resolve("java"), "echo 'openjdk version \"25\" 2025-09-16' >&2\n");
    Path release =
        Files.writeString(
            folder.resolve("os-release"),
            "ID=%s\nVERSION_ID=\"%s\"\n".formatted(id, version == null ? "" : version));
    Map<String, String> machine =
        Map.of("TRIBUTARY_OS_RELEASE", release.toString(), "JAVA_HOME", java25.toString());
    Run run = run(machine, "build");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).hasLineCount(1).contains("JDK 17", "only Java 25", way);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3.11 | sudo apt-get install python3.11-venv",
        "3.12 | sudo apt-get install python3.12-venv",
        "3.13 | found only 3.13",
      })
  void test_saysWhatPythonLacks(String version, String way) throws Exception {
    for (String name : List.of("python3.11", "python3.12", "python3")) {
      program(
          tools.resolve(name),
          """
          case "$*" in
            *ensurepip*) exit 1 ;;
            *) [ "%1$s" = 3.13 ] && [ "${0##*/}" != python3 ] && exit 127; echo %1$s ;;
          esac
          """
              .formatted(version));
    }
    for (String list : List.of("airflow/requirements-test.txt", "docker/tests/requirements.txt")) {
      Files.createDirectories(checkout.resolve(list).getParent());
      Files.createFile(checkout.resolve(list));
    }
    Run run = run(Map.of(), "test");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).hasLineCount(1).contains("ensurepip", way);
  }

  @Test
  void up_startsNothing_whenItWouldFail() throws Exception {
    Path preflight = Files.createDirectories(checkout.resolve("docker")).resolve("preflight");
    program(tools.resolve("docker"), "echo \"docker in $PWD: $*\"\n");
    program(preflight, "echo \"checked: $*\"\n");
    assertThat(run(Map.of(), "up", "airflow-api-server").out())
        .isEqualTo(
            "checked: airflow-api-server%ndocker in %s: compose up -d --wait airflow-api-server%n"
                .formatted(checkout));
    program(preflight, "echo FAIL; exit 1\n");
    Run refused = run(Map.of(), "up");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.out()).isEqualTo("FAIL\n");
  }

  @Test
  void doctor_fails_whenSomethingWould() throws Exception {
    Path preflight = Files.createDirectories(checkout.resolve("docker")).resolve("preflight");
    program(preflight, "echo \"checked: $*\"\n");
    program(tools.resolve("mvn"), "echo 'Apache Maven 3.9.9'\n");
    Run well = run(Map.of(), "doctor");
    assertThat(well.exitCode()).as(well.out() + well.err()).isZero();
    assertThat(well.out())
        .contains("ok    java      17, in " + java17, "maven     3.9.9", "checked: --verbose");
    program(preflight, "echo FAIL; exit 1\n");
    Run ill = run(Map.of("HTTPS_PROXY", "http://proxy:1"), "doctor");
    assertThat(ill.exitCode()).isEqualTo(1);
    assertThat(ill.out()).contains("warn  proxy     Maven reads no proxy");
    assertThat(ill.err()).contains("Something would go wrong");
  }

  @Test
  void build_saysWhatToInstall_whenMavenIsMissing() throws Exception {
    Path bare = Files.createDirectory(folder.resolve("bare"));
    for (String tool : List.of("bash", "dirname", "readlink", "grep", "sed", "find", "head")) {
      Files.createSymbolicLink(bare.resolve(tool), which(tool));
    }
    Run run = run(Map.of("PATH", bare.toString()), "build");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).hasLineCount(1).contains("Maven 3.8", "apt-get install maven");
  }

  @Test
  void build_waits_whenAnotherIsUnderWay() throws Exception {
    Process first = start(Map.of("MAVEN_TAKES", "2"), "build");
    while (!Files.exists(checkout.resolve("builds"))) {
      assertThat(first.isAlive()).isTrue();
      Thread.onSpinWait();
    }
    Run second = run(Map.of(), "build");
    assertThat(second.exitCode()).isZero();
    assertThat(second.err()).contains("Waiting for another build (process " + first.pid());
    assertThat(first.waitFor()).isZero();
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void build_leavesOutTheBenchmarksOnly_ofWhatThePomLists() throws Exception {
    Path pom = checkout.resolve("pom.xml");
    Files.writeString(
        pom,
        Files.readString(pom).replace("</modules>", "  <module>a-new-one</module>\n  </modules>"));

    Run run = run(Map.of(), "build");

    assertThat(run.out() + run.err() + Files.readString(checkout.resolve(".tributary/build.log")))
        .contains("-pl !benchmarks/orders,")
        .doesNotContain("!local-stack", "!a-new-one");
    assertThat(run(Map.of(), "build").err()).contains("Building (a-new-one is not built)");
  }

  @Test
  void build_takesNoNotice_whenTheLockNamesNobody() throws Exception {
    Files.createDirectory(checkout.resolve(".tributary"));
    Files.createFile(checkout.resolve(".tributary/build.lock"));
    assertThat(run(Map.of(), "build").exitCode()).isZero();
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void build_saysThatTheDiskIsFull_whenNothingCanBeWritten() throws Exception {
    Run run = run(List.of("bash", "-c", "ulimit -f 0; exec \"$@\"", "bash"), Map.of(), "build");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("build.lock cannot be written", "room on the disk");
  }

  @ParameterizedTest
  @ValueSource(strings = {".tributary", "run-verifier/target"})
  void build_saysWhoseTheFolderIs_whenItMayNotWriteThere(String name) throws Exception {
    Path foreign = Files.createDirectories(checkout.resolve(name));
    Files.setPosixFilePermissions(foreign, PosixFilePermissions.fromString("r-xr-xr-x"));
    Run run = run(asAnotherUser(), Map.of(), "build");
    Files.setPosixFilePermissions(foreign, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
    assertThat(run.err()).hasLineCount(1).contains(foreign + " belongs to", "sudo chown -R");
  }

  /** Root may write everywhere; anyone else is held up by the permissions. */
  private List<String> asAnotherUser() throws Exception {
    if (!Files.getOwner(checkout).getName().equals("root")) {
      return List.of();
    }
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(checkout, PosixFilePermissions.fromString("rwxrwxrwx"));
    for (Path module : modules().stream().map(checkout::resolve).toList()) {
      Files.setPosixFilePermissions(module, PosixFilePermissions.fromString("rwxrwxrwx"));
    }
    return List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
  }

  @Test
  void build_takesNoNotice_whenTheLocksOwnerIsGone() throws Exception {
    Files.createDirectory(checkout.resolve(".tributary"));
    Files.writeString(checkout.resolve(".tributary/build.lock"), "99999999");
    assertThat(run(Map.of(), "build").exitCode()).isZero();
    assertThat(builds()).isEqualTo(1);
  }

  /** Those that the script builds for most commands. */
  private List<String> modules() throws IOException {
    return MODULE
        .matcher(Files.readString(checkout.resolve("pom.xml")))
        .results()
        .map(module -> module.group(1))
        .filter(module -> !module.startsWith("benchmarks"))
        .toList();
  }

  private Path script() {
    return checkout.resolve("tributary");
  }

  private long builds() throws IOException {
    return Files.readAllLines(checkout.resolve("builds")).size();
  }

  private Path jdk(String version) throws IOException {
    Path home = Files.createDirectories(folder.resolve("jdk-" + version));
    Files.createDirectory(home.resolve("bin"));
    program(home.resolve("bin/java"), "echo \"java in $PWD: $*\"\n");
    program(home.resolve("bin/javac"), "exit 1\n");
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"%s\"\n".formatted(version));
    return home;
  }

  private static void program(Path file, String text) throws IOException {
    Files.writeString(file, "#!/usr/bin/env bash\n" + text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Path which(String tool) throws Exception {
    Process process = new ProcessBuilder("/bin/sh", "-c", "command -v " + tool).start();
    return Path.of(
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
  }

  private Run run(Map<String, String> environment, String... arguments) throws Exception {
    return run(List.of(), environment, arguments);
  }

  /**
   * @param before words of a command that runs the script
   */
  private Run run(List<String> before, Map<String, String> environment, String... arguments)
      throws Exception {
    Process process = start(before, environment, arguments);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Run(
        process.exitValue(),
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8),
        new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
  }

  private Process start(Map<String, String> environment, String... arguments) throws IOException {
    return start(List.of(), environment, arguments);
  }

  private Process start(List<String> before, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> words = new ArrayList<>(before);
    words.add(script().toString());
    words.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
    Map<String, String> all = new HashMap<>();
    all.put("HOME", folder.resolve("home").toString());
    all.put("JAVA_HOME", java17.toString());
    all.put("PATH", tools + ":" + System.getenv("PATH"));
    all.putAll(environment);
    builder.environment().clear();
    builder.environment().putAll(all);
    return builder.start();
  }
}
