package io.tributary.stack.process;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;

/**
 * A JVM that archives the classes that a child has noted, which takes it most of a minute. Ends
 * with this JVM, whatever ends this one.
 */
public final class Archiving implements AutoCloseable {
  private final ClassArchive archive;
  private final Process process;

  private Archiving(ClassArchive archive, Process process) {
    this.archive = archive;
    this.process = process;
  }

  static Archiving start(ChildJvm jvm) throws IOException {
    return new Archiving(
        jvm.archive().orElseThrow(),
        new ProcessBuilder(jvm.archivingCommandLine())
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(jvm.log().toFile()))
            .start());
  }

  /**
   * Returns when the archive is there, or is known not to come: then starts are slower, no more.
   */
  public void await() throws InterruptedException {
    if (process.waitFor() == 0) {
      archive.keep();
    }
  }

  /** Ends it if it still runs. */
  @Override
  public void close() throws IOException {
    // what the process is started by kills it when its input ends
    process.getOutputStream().close();
    process.onExit().join();
    archive.forget();
  }
}
