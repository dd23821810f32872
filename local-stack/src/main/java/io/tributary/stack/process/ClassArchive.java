package io.tributary.stack.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Locale;

/**
 * The classes that a module's JVM loaded at an earlier run, in the form that the JVM maps into
 * memory: without it, a large part of the time to start goes into reading and checking classes. The
 * JVM ignores an archive of other jars or of another JVM.
 *
 * @param file where it is kept
 * @param of the jars that it has classes of
 */
record ClassArchive(Path file, List<Path> of) {

  ClassArchive {
    of = List.copyOf(of);
  }

  /** Whether there is one that is not older than its jars. */
  boolean isCurrent() {
    try {
      FileTime made = Files.getLastModifiedTime(file);
      for (Path jar : of) {
        if (Files.getLastModifiedTime(jar).compareTo(made) > 0) {
          return false;
        }
      }
      return true;
    } catch (IOException missing) {
      return false;
    }
  }

  /** What makes a JVM use the archive. */
  List<String> toUse() {
    return List.of("-XX:SharedArchiveFile=" + file, "-Xshare:auto", "-Xlog:cds=off");
  }

  /** What makes a JVM note the classes that it loads, which costs it next to nothing. */
  List<String> toNote() {
    return List.of("-XX:DumpLoadedClassList=" + notes());
  }

  /** What makes a JVM write the archive of the noted classes and end. */
  List<String> toMake() {
    return List.of(
        "-Xshare:dump",
        "-XX:SharedClassListFile=" + notes(),
        "-XX:SharedArchiveFile=" + unfinished(),
        "-Xlog:disable",
        "-Xlog:all=error:stderr");
  }

  /** Puts a new archive in its place, if a JVM has written one. */
  void keep() {
    try {
      if (Files.exists(unfinished())) {
        Files.move(unfinished(), file, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException lost) {
      // the next one that is made will do
    }
  }

  /** Deletes what is no archive: the notes, and what a JVM that was killed may have left. */
  void forget() {
    try {
      Files.deleteIfExists(notes());
      Files.deleteIfExists(unfinished());
    } catch (IOException left) {
      // it is written over
    }
  }

  private Path notes() {
    return ofThisProcess("classes");
  }

  private Path unfinished() {
    return ofThisProcess("unfinished");
  }

  private Path ofThisProcess(String what) {
    return file.resolveSibling(
        String.format(
            Locale.ROOT, "%s.%d.%s", file.getFileName(), ProcessHandle.current().pid(), what));
  }
}
