package io.tributary.stack;

import io.tributary.runtime.command.Command;
import io.tributary.runtime.command.WrongUsage;
import io.tributary.stack.check.CheckCommand;
import io.tributary.stack.demo.DemoCommand;
import picocli.CommandLine;

/** Everything behind the script {@code ./tributary}. */
@CommandLine.Command(
    name = "tributary",
    description = "Carries the records of an HTTP API through Kafka and Spark into Cassandra.",
    subcommands = {DemoCommand.class, CheckCommand.class})
public final class Tributary extends Command {

  public static void main(String[] arguments) {
    System.exit(execute(new Tributary(), arguments));
  }

  @Override
  protected void run() throws WrongUsage {
    throw new WrongUsage("No command was given: see ./tributary help.");
  }
}
