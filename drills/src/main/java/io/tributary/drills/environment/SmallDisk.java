package io.tributary.drills.environment;

import io.tributary.runtime.command.CommandFailedException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** A file system in memory that is full as soon as one wants it to be. */
public final class SmallDisk implements AutoCloseable {
  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  /** Whether this user may mount one; tried out. */
  public static boolean possible() {
    try {
      Path folder = Files.createTempDirectory("tributary-disk");
      try (SmallDisk tried = mount(folder, 64)) {
        return Files.isDirectory(tried.folder());
      } finally {
        Files.deleteIfExists(folder);
      }
    } catch (IOException | CommandFailedException refused) {
      return false;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * @param folder where it is to be
   * @param kibibytes its size
   */
  public static SmallDisk mount(Path folder, int kibibytes)
      throws IOException, CommandFailedException, InterruptedException {
    Files.createDirectories(folder);
    run(
        "mount",
        "-t",
        "tmpfs",
        "-o",
        String.format(Locale.ROOT, "size=%dk", kibibytes),
        "tmpfs",
        folder.toString());
    return new SmallDisk(folder);
  }

  public Path folder() {
    return folder;
  }

  /** Leaves no room, not for one byte. */
  public void fill() throws IOException {
    try (OutputStream filler = Files.newOutputStream(filler())) {
      while (true) {
        filler.write(1);
      }
    } catch (IOException full) {
      if (!String.valueOf(full.getMessage()).contains("No space")) {
        throw full;
      }
    }
  }

  public void makeRoom() throws IOException {
    Files.delete(filler());
  }

  private Path filler() {
    return folder.resolve("filler");
  }

  @Override
  public void close() throws IOException, CommandFailedException {
    try {
      // lazily: a consumer may just be ending there
      run("umount", "-l", folder.toString());
    } catch (InterruptedException stopped) {
      // the command runs all the same
      Thread.currentThread().interrupt();
    }
  }

  private static void run(String... command)
      throws IOException, CommandFailedException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (process.waitFor() != 0) {
      throw new CommandFailedException(String.join(" ", command) + " did not work");
    }
  }
}
