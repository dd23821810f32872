package io.tributary.stack.process;

import io.tributary.stack.TestFolder;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** Small programs that tests run as child JVMs. */
final class Children {
  private Children() {}

  static ChildProcess of(Class<?> program, Path folder, String... arguments) {
    return of(program, folder, Duration.ofSeconds(20), arguments);
  }

  static ChildProcess of(Class<?> program, Path folder, Duration stopLimit, String... arguments) {
    return new ChildProcess(
        new ChildJvm(
            program.getSimpleName(),
            List.of("-Xmx32m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
            Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .toList(),
            program.getName(),
            List.of(arguments),
            Map.of(),
            folder.resolve(program.getSimpleName() + ".log")),
        stopLimit);
  }

  /** From a jar of its own, since only classes of jars can be archived; logs what it loads. */
  static ChildProcess ofJar(Class<?> program, Path folder) throws IOException {
    Path jar = folder.resolve("program.jar");
    String entry = program.getName().replace('.', '/') + ".class";
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        InputStream code =
            Objects.requireNonNull(program.getClassLoader().getResourceAsStream(entry))) {
      out.putNextEntry(new JarEntry(entry));
      code.transferTo(out);
    }
    return new ChildProcess(
        new ChildJvm(
                program.getSimpleName(),
                List.of("-Xmx32m", "-XX:+UseSerialGC", "-Xlog:class+load"),
                List.of(jar),
                program.getName(),
                List.of(),
                Map.of(),
                folder.resolve(program.getSimpleName() + ".log"))
            .withArchiveIn(folder));
  }

  /** Says that it is there and stays. */
  static final class Stays {
    private Stays() {}

    public static void main(String[] arguments) throws Exception {
      System.out.println("here");
      Thread.sleep(Duration.ofMinutes(5).toMillis());
    }
  }

  /** Stays, whatever it is asked. */
  static final class StaysOnSigterm {
    private StaysOnSigterm() {}

    public static void main(String[] arguments) throws Exception {
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    try {
                      Thread.sleep(Duration.ofMinutes(5).toMillis());
                    } catch (InterruptedException ended) {
                      Thread.currentThread().interrupt();
                    }
                  }));
      Stays.main(arguments);
    }
  }

  /** Ends at once, with a word about why. */
  static final class Fails {
    private Fails() {}

    public static void main(String[] arguments) {
      System.out.println("no disk");
      System.exit(3);
    }
  }

  /** A parent of two children; writes their process ids into the file that it is given. */
  static final class Parent {
    private Parent() {}

    public static void main(String[] arguments) throws Exception {
      Path pids = Path.of(arguments[0]);
      ChildProcess one = of(Stays.class, TestFolder.create("child"));
      ChildProcess two = of(StaysOnSigterm.class, TestFolder.create("child"));
      one.start();
      two.start();
      Path draft = Files.writeString(Path.of(arguments[0] + ".draft"), one.pid() + " " + two.pid());
      Files.move(draft, pids);
      Thread.sleep(Duration.ofMinutes(5).toMillis());
    }
  }
}
