package io.tributary.stack.process;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
 */
public record ChildJvm(
    String name,
    List<String> javaOptions,
    List<Path> classPath,
    String mainClass,
    List<String> arguments,
    Map<String, String> environment,
    Path log) {

  public ChildJvm {
    javaOptions = List.copyOf(javaOptions);
    classPath = List.copyOf(classPath);
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }

  /** The words of its command line. */
  List<String> commandLine() {
    List<String> words = new ArrayList<>(IGNORING_THE_TERMINAL);
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(javaOptions);
    words.add("-cp");
    words.add(
        Stream.concat(Stream.of(codeOf(ChildMain.class)), classPath.stream())
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator)));
    words.add(ChildMain.class.getName());
    words.add(mainClass);
    words.addAll(arguments);
    return words;
  }

  // Ctrl-C and a closed terminal reach every process of the foreground; the parent alone decides
  // in which order the children stop. An ignored signal stays ignored through exec, also in a JVM.
  private static final List<String> IGNORING_THE_TERMINAL =
      List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh");

  private static Path codeOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
