package io.tributary.stack.frontdoor;

import io.tributary.console.ConsoleCommand;
import io.tributary.init.CassandraInit;
import io.tributary.producer.CreateTopicsCommand;
import io.tributary.producer.RunCommand;
import io.tributary.producer.proposal.NewCommand;
import io.tributary.runtime.command.Command;
import io.tributary.runtime.command.UsageException;
import io.tributary.simulator.SourceSimulator;
import io.tributary.stack.check.CheckCommand;
import io.tributary.stack.demo.DemoCommand;
import io.tributary.verifier.CursorCommand;
import io.tributary.verifier.DeadLettersCommand;
import io.tributary.verifier.RowsCommand;
import io.tributary.verifier.RunsCommand;
import io.tributary.verifier.VerifyCommand;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;

/** Everything behind the script {@code ./tributary}. */
@CommandLine.Command(
    name = "tributary",
    description = "Carries the records of an HTTP API through Kafka and Spark into Cassandra.")
public final class Tributary extends Command {

  public static void main(String[] arguments) {
    System.exit(execute(new Tributary(), arguments));
  }

  @Override
  protected Map<String, Command> subcommands() {
    Map<String, Command> commands = new LinkedHashMap<>();
    commands.put("demo", new DemoCommand());
    commands.put("new", new NewCommand());
    commands.put("check", new CheckCommand());
    commands.put("simulate", new SourceSimulator());
    commands.put("create-topics", new CreateTopicsCommand());
    commands.put("produce", new RunCommand());
    commands.put("init", new CassandraInit());
    commands.put("verify", new VerifyCommand());
    commands.put("runs", new RunsCommand());
    commands.put("rows", new RowsCommand());
    commands.put("cursor", new CursorCommand());
    commands.put("dead-letters", new DeadLettersCommand());
    commands.put("console", new ConsoleCommand());
    return commands;
  }

  @Override
  protected void run() throws UsageException {
    throw new UsageException("No command was given: see ./tributary help.");
  }
}
