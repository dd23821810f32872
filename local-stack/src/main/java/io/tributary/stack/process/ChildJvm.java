package io.tributary.stack.process;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a child JVM is started.
 *
 * @param name what users call it, such as {@code Kafka}
 * @param javaOptions heap, flags, system properties
 * @param arguments of {@code mainClass}
 * @param environment its variables, beside those that every program needs
 * @param log the file that takes its standard output and error
 * @param archive of the classes that it loads, for a quicker start
 */
public record ChildJvm(
    String name,
    List<String> javaOptions,
    List<Path> classPath,
    String mainClass,
    List<String> arguments,
    Map<String, String> environment,
    Path log,
    Optional<ClassArchive> archive) {

  public ChildJvm {
    javaOptions = List.copyOf(javaOptions);
    classPath = List.copyOf(classPath);
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }

  /** One whose classes are read from their jars. */
  public ChildJvm(
      String name,
      List<String> javaOptions,
      List<Path> classPath,
      String mainClass,
      List<String> arguments,
      Map<String, String> environment,
      Path log) {
    this(name, javaOptions, classPath, mainClass, arguments, environment, log, Optional.empty());
  }

  /**
   * The same with an archive of its classes, if one was made before.
   *
   * @param folder where the archive is kept, for this class path alone
   */
  public ChildJvm withArchiveIn(Path folder) {
    ClassArchive kept =
        new ClassArchive(
            folder.resolve("classes-%s.jsa".formatted(Runtime.version())), wholeClassPath());
    return new ChildJvm(
        name, javaOptions, classPath, mainClass, arguments, environment, log, Optional.of(kept));
  }

  /**
   * The words of its command line.
   *
   * @param more options beside its own
   */
  List<String> commandLine(List<String> more) {
    List<String> words = new ArrayList<>(IGNORING_THE_TERMINAL);
    words.addAll(java(more));
    words.add(ChildMain.class.getName());
    words.add(mainClass);
    words.addAll(arguments);
    return words;
  }

  /** The words of the command line that makes the archive, of what such a JVM has noted. */
  List<String> archivingCommandLine() {
    List<String> words = new ArrayList<>(ENDING_WITH_ITS_INPUT);
    words.addAll(java(archive.orElseThrow().toMake()));
    return words;
  }

  private List<String> java(List<String> more) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(IN_ONE_LOCALE);
    words.addAll(javaOptions);
    words.addAll(more);
    words.add("-cp");
    words.add(
        wholeClassPath().stream()
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator)));
    return words;
  }

  private List<Path> wholeClassPath() {
    return Stream.concat(Stream.of(codeOf(ChildMain.class)), classPath.stream()).toList();
  }

  // Kafka names files by numbers, and Spark and Cassandra write some into configurations: each in
  // the
  // digits of its locale, and lower-cased as that does.
  private static final List<String> IN_ONE_LOCALE =
      List.of("-Duser.language=en", "-Duser.country=US");

  // Ctrl-C and a closed terminal reach every process of the foreground; the parent alone decides
  // in which order the children stop. An ignored signal stays ignored through exec, also in a JVM.
  private static final List<String> IGNORING_THE_TERMINAL =
      List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh");

  // A JVM that archives classes runs none of our classes, so none can watch its parent.
  private static final List<String> ENDING_WITH_ITS_INPUT =
      List.of(
          "/bin/sh",
          "-c",
          "trap '' INT HUP; exec 3<&0; \"$@\" </dev/null 3<&- & made=$!;"
              + " { cat <&3 >/dev/null; kill -KILL $made; } 2>/dev/null & wait $made",
          "sh");

  private static Path codeOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
