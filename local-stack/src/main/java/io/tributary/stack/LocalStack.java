package io.tributary.stack;

import io.tributary.runtime.command.CommandFailedException;
import io.tributary.stack.cassandra.CassandraProcess;
import io.tributary.stack.checkout.Checkout;
import io.tributary.stack.host.Ports;
import io.tributary.stack.kafka.KafkaProcess;
import io.tributary.stack.server.Lifespan;
import java.nio.file.Path;
import java.time.Duration;

/** Kafka and Cassandra as child processes over one data folder. */
public final class LocalStack implements AutoCloseable {
  private static final int KAFKA_PORT = 9092;
  private static final int CASSANDRA_PORT = 9042;

  private final KafkaProcess kafka;
  private final CassandraProcess cassandra;

  private LocalStack(KafkaProcess kafka, CassandraProcess cassandra) {
    this.kafka = kafka;
    this.cassandra = cassandra;
  }

  /**
   * At the usual ports where they are free.
   *
   * @param ports hands out the others
   */
  public static LocalStack atUsualPorts(Checkout checkout, Path data, Ports ports)
      throws CommandFailedException {
    return of(
        checkout,
        data,
        ports,
        ports.freeOr(KAFKA_PORT),
        ports.freeOr(CASSANDRA_PORT),
        CassandraProcess.SYNC_PERIOD,
        Lifespan.SHORT);
  }

  /** At any ports: beside other stacks. */
  public static LocalStack atAnyPorts(Checkout checkout, Path data) throws CommandFailedException {
    return atAnyPorts(checkout, data, CassandraProcess.SYNC_PERIOD);
  }

  /**
   * The same with a Cassandra that forgets more when it is killed.
   *
   * @param syncPeriod between two syncs of its commit log
   */
  public static LocalStack atAnyPorts(Checkout checkout, Path data, Duration syncPeriod)
      throws CommandFailedException {
    return atAnyPorts(checkout, data, syncPeriod, Lifespan.SHORT);
  }

  /** The same with servers that are made for longer. */
  public static LocalStack atAnyPorts(
      Checkout checkout, Path data, Duration syncPeriod, Lifespan lifespan)
      throws CommandFailedException {
    Ports ports = new Ports();
    return of(checkout, data, ports, ports.free(), ports.free(), syncPeriod, lifespan);
  }

  private static LocalStack of(
      Checkout checkout,
      Path data,
      Ports ports,
      int kafka,
      int cassandra,
      Duration syncPeriod,
      Lifespan lifespan)
      throws CommandFailedException {
    Path folder = data.toAbsolutePath().normalize();
    Path logs = folder.resolve("logs");
    return new LocalStack(
        new KafkaProcess(
            checkout,
            folder.resolve("kafka"),
            logs.resolve("kafka.log"),
            kafka,
            ports.free(),
            lifespan),
        new CassandraProcess(
            checkout,
            folder.resolve("cassandra"),
            logs.resolve("cassandra.log"),
            cassandra,
            ports.free(),
            syncPeriod,
            lifespan));
  }

  public KafkaProcess kafka() {
    return kafka;
  }

  public CassandraProcess cassandra() {
    return cassandra;
  }

  /** Starts both side by side; {@link #awaitReady()} says when they serve. */
  public void start() throws CommandFailedException {
    cassandra.start();
    kafka.start();
  }

  public void awaitReady() throws CommandFailedException, InterruptedException {
    kafka.awaitReady();
    cassandra.awaitReady();
  }

  /** Stops both; returns when they are gone. */
  @Override
  public void close() {
    kafka.process().askToStop();
    cassandra.process().askToStop();
    kafka.close();
    cassandra.close();
  }
}
