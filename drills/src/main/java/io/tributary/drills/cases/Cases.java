package io.tributary.drills.cases;

import java.util.List;

/** All cases, in the order in which they are played. */
public final class Cases {
  private Cases() {}

  public static List<Case> all() {
    return List.of(
        new ConsumerKilled(),
        ServerKilled.cassandra(),
        ServerFrozen.cassandra(),
        new CassandraRefuses(),
        new CassandraFull(),
        new CassandraSlow(),
        ServerKilled.kafka(),
        ServerFrozen.kafka(),
        new ProducerKilled(),
        new SourceLies(),
        new RunsRed(),
        new PowerLost(),
        new Poison(),
        new CompressionBombs(),
        new HugeRecord(),
        new TwoConsumers(),
        new CheckpointLost(),
        new RetentionOvertook(),
        new OutOfOrder(),
        new RowsDeleted(),
        new SchemaDrift(),
        new SchemaEvolves(),
        new CheckpointFull(),
        new ClockWrong(),
        new FromTheFuture(),
        new Transactions());
  }
}
