package io.tributary.stack.process;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * The first main class of every child JVM: ends the JVM as soon as its standard input does, which
 * happens when the parent is gone, however it went; then runs the real main class. Uses nothing but
 * the JDK, because it stands on the class paths of Kafka, Cassandra and Spark.
 */
public final class ChildMain {
  /** As a shell reports a process that SIGKILL ended. */
  private static final int ENDED_WITH_ITS_PARENT = 137;

  private ChildMain() {}

  /**
   * @param arguments the real main class, then its arguments
   */
  public static void main(String[] arguments) throws Throwable {
    Thread watch = new Thread(ChildMain::endWithParent, "parent-watch");
    watch.setDaemon(true);
    watch.start();
    String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
    try {
      Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, (Object) rest);
    } catch (InvocationTargetException failed) {
      throw failed.getCause();
    }
  }

  private static void endWithParent() {
    try {
      while (System.in.read() >= 0) {
        // The parent writes nothing: only the end of the stream says something.
      }
    } catch (IOException brokenPipe) {
      // The same as its end.
    }
    Runtime.getRuntime().halt(ENDED_WITH_ITS_PARENT);
  }
}
