package io.tributary.stack;

import io.tributary.runtime.command.CommandFailed;
import io.tributary.stack.consumer.ConsumerProcess;
import io.tributary.stack.process.Checkout;
import io.tributary.stack.process.ChildProcess;
import io.tributary.stack.process.Ports;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The consumer in its own process, over one fresh pipeline. Its checkpoint is in the pipeline's
 * folder, so that the next one goes on where this one ended. Topics and tables are the test's
 * affair.
 */
public final class TestConsumer implements AutoCloseable {
  private final ConsumerProcess consumer;
  private final URI status;

  private TestConsumer(ConsumerProcess consumer, URI status) {
    this.consumer = consumer;
    this.status = status;
  }

  /** One that goes on until it is closed. */
  public static TestConsumer start(Stack stack, FreshPipeline pipeline) throws CommandFailed {
    return start(stack, pipeline, Map.of(), List.of());
  }

  /**
   * @param settings beside, or instead of, those that say where everything is
   * @param arguments of the service, such as {@code --mode initial}
   */
  public static TestConsumer start(
      Stack stack, FreshPipeline pipeline, Map<String, String> settings, List<String> arguments)
      throws CommandFailed {
    int port = new Ports().free();
    Map<String, String> environment = new HashMap<>();
    environment.put("KAFKA_BOOTSTRAP_SERVERS", stack.bootstrapServers());
    environment.put("CASSANDRA_CONTACT_POINTS", stack.contactPoints());
    environment.put("CASSANDRA_DATACENTER", stack.dataCenter());
    environment.put("PIPELINES", pipeline.file().toString());
    environment.put("CHECKPOINT_DIR", checkpoints(pipeline).toString());
    environment.put("STATUS_HOST", Ports.LOOPBACK);
    environment.put("STATUS_PORT", Integer.toString(port));
    environment.putAll(settings);
    ConsumerProcess consumer =
        new ConsumerProcess(
            Checkout.current(), arguments, environment, pipeline.folder().resolve("consumer.log"));
    consumer.start();
    return new TestConsumer(consumer, URI.create("http://%s:%d/".formatted(Ports.LOOPBACK, port)));
  }

  /** Where the checkpoints of a fresh pipeline's consumers are. */
  public static Path checkpoints(FreshPipeline pipeline) {
    return pipeline.folder().resolve("checkpoints");
  }

  /** To pause, kill or start it again. */
  public ChildProcess process() {
    return consumer.process();
  }

  /** The root of {@code /health}, {@code /ready} and {@code /metrics}. */
  public URI status() {
    return status;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
