package io.tributary.simulator;

import io.tributary.runtime.command.Command;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.lifecycle.Shutdown;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/** {@code source-simulator}: a server that answers like randomuser.me, until it is stopped. */
@CommandLine.Command(
    name = "source-simulator",
    description = {
      "Answers like randomuser.me, with made-up users, until it is stopped.",
      "The same version, seed, page and nat give the same users."
    })
public final class SourceSimulator extends Command {
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

  @Mixin private final SimulatorOptions options = new SimulatorOptions();

  public static void main(String[] arguments) {
    System.exit(Command.execute(new SourceSimulator(), arguments));
  }

  @Override
  protected void run() throws Exception {
    SimulatorConfig config = options.config();
    try (SimulatorServer server = new SimulatorServer(config);
        Shutdown shutdown = Shutdown.onSignal(STOP_LIMIT, () -> {})) {
      start(server);
      say("listening on " + server.url());
      shutdown.awaitRequest();
    }
  }

  private static void start(SimulatorServer server) throws CommandFailedException {
    try {
      server.start();
    } catch (IOException refused) {
      throw new CommandFailedException(String.valueOf(refused.getMessage()), refused);
    }
  }

  private void say(String line) {
    PrintWriter out = out();
    out.println(line);
    out.flush();
  }
}
