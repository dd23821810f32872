package io.tributary.drills.environment;

import io.tributary.runtime.command.CommandFailedException;
import io.tributary.stack.checkout.Checkout;
import io.tributary.stack.process.ChildJvm;
import io.tributary.stack.process.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A command of a service in a process of its own, for as many starts as one likes. */
public final class ServiceProcess implements AutoCloseable {
  private final String name;
  private final ChildProcess process;

  private ServiceProcess(
      String name,
      List<Path> classPath,
      String main,
      List<String> words,
      Map<String, String> environment,
      Path log) {
    this.name = name;
    this.process =
        new ChildProcess(
            new ChildJvm(
                name,
                List.of("-Xms64m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                classPath,
                main,
                words,
                environment,
                log));
  }

  /**
   * The producer: each start is the same run.
   *
   * @param arguments of its command {@code run}
   */
  public static ServiceProcess producer(
      Checkout checkout, List<String> arguments, Map<String, String> environment, Path log)
      throws CommandFailedException {
    return new ServiceProcess(
        "The producer",
        checkout.classPath("producer-service"),
        "io.tributary.producer.ProducerService",
        words("run", arguments),
        environment,
        log);
  }

  /**
   * The verifier.
   *
   * @param arguments of its command {@code verify}
   */
  public static ServiceProcess verifier(
      Checkout checkout, List<String> arguments, Map<String, String> environment, Path log)
      throws CommandFailedException {
    return new ServiceProcess(
        "The verifier",
        checkout.classPath("run-verifier"),
        "io.tributary.verifier.RunVerifier",
        words("verify", arguments),
        environment,
        log);
  }

  /**
   * The command that makes tables.
   *
   * @param arguments of it
   */
  public static ServiceProcess init(
      Checkout checkout, List<String> arguments, Map<String, String> environment, Path log)
      throws CommandFailedException {
    return new ServiceProcess(
        "cassandra-init",
        checkout.classPath("cassandra-init"),
        "io.tributary.init.CassandraInit",
        arguments,
        environment,
        log);
  }

  private static List<String> words(String command, List<String> arguments) {
    List<String> words = new ArrayList<>(List.of(command));
    words.addAll(arguments);
    return words;
  }

  public ChildProcess process() {
    return process;
  }

  public void start() throws CommandFailedException {
    process.start();
  }

  /**
   * Waits until it has done all that it was asked to.
   *
   * @param otherwise what is said, with the end of the log, when it has not
   */
  public void awaitSuccess(String otherwise) throws CommandFailedException, InterruptedException {
    DrillEnvironment.require(
        process.awaitEnd(DrillEnvironment.LIMIT) && process.exitCode().orElse(1) == 0,
        "%s: %s".formatted(otherwise, process.logTail()));
  }

  /**
   * Waits until it has failed.
   *
   * @param why what it must have said of that
   */
  public void awaitFailure(String why)
      throws CommandFailedException, InterruptedException, IOException {
    DrillEnvironment.require(
        process.awaitEnd(DrillEnvironment.LIMIT)
            && process.exitCode().orElse(0) == 1
            && Files.readString(process.log()).contains(why),
        "%s had to fail with '%s': %s".formatted(name, why, process.logTail()));
  }

  @Override
  public void close() {
    process.close();
  }
}
