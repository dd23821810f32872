package io.tributary.producer;

import io.tributary.runtime.command.Command;
import io.tributary.runtime.command.UsageException;
import picocli.CommandLine;

/** Carries the records of a source into Kafka, and makes the topics for them. */
@CommandLine.Command(
    name = "producer-service",
    description = "Carries the records of a pipeline's source into Kafka.",
    subcommands = {RunCommand.class, CreateTopicsCommand.class})
public final class ProducerService extends Command {

  @Override
  protected void run() throws UsageException {
    throw new UsageException("say what to do: run or create-topics (--help explains)");
  }

  public static void main(String[] arguments) {
    System.exit(execute(new ProducerService(), arguments));
  }
}
