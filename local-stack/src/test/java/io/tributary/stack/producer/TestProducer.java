package io.tributary.stack.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.receipt.Receipt;
import io.tributary.model.receipt.ReceiptJson;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.stack.FreshPipeline;
import io.tributary.stack.Stack;
import io.tributary.stack.checkout.Checkout;
import io.tributary.stack.process.ChildJvm;
import io.tributary.stack.process.ChildProcess;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One run of the producer in its own process, as a container or a user starts it. */
final class TestProducer implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final ChildProcess process;
  private final Path receipt;

  private TestProducer(ChildProcess process, Path receipt) {
    this.process = process;
    this.receipt = receipt;
  }

  /**
   * @param options beside those that say where everything is
   */
  static TestProducer start(
      Stack stack, FreshPipeline pipeline, URI source, Map<String, String> options)
      throws CommandFailedException {
    Path receipt = pipeline.folder().resolve("receipt.json");
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "run", "--pipeline", pipeline.file().toString(), "--source", source.toString()));
    arguments.addAll(List.of("--receipt", receipt.toString()));
    options.forEach((option, value) -> arguments.addAll(List.of(option, value)));
    ChildProcess process =
        new ChildProcess(
            new ChildJvm(
                "The producer",
                List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                Checkout.current().classPath("producer-service"),
                "io.tributary.producer.ProducerService",
                arguments,
                Map.of("KAFKA_BOOTSTRAP_SERVERS", stack.bootstrapServers()),
                pipeline.folder().resolve("producer.log")));
    process.start();
    return new TestProducer(process, receipt);
  }

  ChildProcess process() {
    return process;
  }

  String log() throws Exception {
    return Files.readString(process.log());
  }

  /** Waits for its end; the receipt of the file, which is the one that it printed. */
  Receipt end(int exitCode) throws Exception {
    assertThat(process.awaitEnd(LIMIT)).as("ends").isTrue();
    assertThat(process.exitCode()).as(process.logTail()).hasValue(exitCode);
    String written = Files.readString(receipt).strip();
    assertThat(log().lines()).contains(written);
    return ReceiptJson.read(written);
  }

  @Override
  public void close() {
    process.close();
  }
}
