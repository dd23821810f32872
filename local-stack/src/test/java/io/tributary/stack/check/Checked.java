package io.tributary.stack.check;

import io.tributary.runtime.command.Command;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The command {@code check}, run in this process.
 *
 * @param printed on standard output and standard error
 */
record Checked(int exitCode, String printed) {
  static Checked run(String... arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream both = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    System.setOut(both);
    System.setErr(both);
    try {
      int exitCode = Command.execute(new CheckCommand(), Map.of(), arguments);
      return new Checked(exitCode, bytes.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }
}
