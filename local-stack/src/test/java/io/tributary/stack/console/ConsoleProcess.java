package io.tributary.stack.console;

import io.tributary.runtime.command.CommandFailedException;
import io.tributary.stack.FreshPipeline;
import io.tributary.stack.Stack;
import io.tributary.stack.checkout.Checkout;
import io.tributary.stack.host.Ports;
import io.tributary.stack.process.ChildJvm;
import io.tributary.stack.process.ChildProcess;
import io.tributary.stack.server.Server;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The console in a process of its own, which can be killed. */
final class ConsoleProcess implements Server, AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final ChildProcess process;
  private final URI url;

  /**
   * @param consumer its status endpoint
   */
  ConsoleProcess(Stack stack, FreshPipeline pipeline, URI consumer) throws CommandFailedException {
    int port = new Ports().free();
    this.url = URI.create(String.format(Locale.ROOT, "http://%s:%d/", Ports.LOOPBACK, port));
    this.process =
        new ChildProcess(
            new ChildJvm(
                "The console",
                List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                Checkout.current().classPath("console"),
                "io.tributary.console.ConsoleCommand",
                List.of("--port", Integer.toString(port)),
                Map.of(
                    "KAFKA_BOOTSTRAP_SERVERS", stack.bootstrapServers(),
                    "CASSANDRA_CONTACT_POINTS", stack.contactPoints(),
                    "CASSANDRA_DATACENTER", stack.dataCenter(),
                    "PIPELINES", pipeline.file().toString(),
                    "CONSUMER_URL", consumer.toString(),
                    "CONSOLE_OPERATOR_PASSWORD", ConsolePlatform.OPERATOR),
                pipeline.folder().resolve("console.log")));
  }

  @Override
  public ChildProcess process() {
    return process;
  }

  @Override
  public void start() throws CommandFailedException {
    process.start();
  }

  @Override
  public void awaitReady() throws CommandFailedException, InterruptedException {
    ConsoleClient client = client();
    process.awaitReady(
        () -> client.get("/api/v1/pipelines").body().contains("\"last_run\":{"), LIMIT);
  }

  ConsoleClient client() {
    return new ConsoleClient(url);
  }

  @Override
  public void close() {
    process.close();
  }
}
