package io.tributary.model.cql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DeadLetterCqlTest {
  private final DeadLetterCql cql = new DeadLetterCql("spark_streams");

  @Test
  void createTable_dividesADayIntoBuckets() {
    assertThat(cql.createTable())
        .startsWith(
            "CREATE TABLE IF NOT EXISTS spark_streams.dead_letters_by_day (\n  pipeline text,\n")
        .contains("  headers map<text, blob>,\n")
        .endsWith(
            "  PRIMARY KEY ((pipeline, day, bucket), topic, partition, offset)\n) WITH gc_grace_seconds = 0");
    assertThat(cql.createTable("elsewhere"))
        .contains(
            "(\n  elsewhere text,\n  day date,", "PRIMARY KEY ((elsewhere, day, bucket), topic");
  }

  @Test
  void bucket_isTheSameForAThousandOffsets_andThereAreFew() {
    assertThat(LongStream.range(5_000, 6_000).mapToObj(DeadLetterCql::bucket)).containsOnly(5);
    assertThat(DeadLetterCql.bucket(255_999)).isEqualTo(255);
    assertThat(DeadLetterCql.bucket(256_000)).isZero();
    assertThat(DeadLetterCql.bucket(Long.MAX_VALUE)).isBetween(0, DeadLetterCql.BUCKETS - 1);
  }

  @Test
  void insert_writesTheStateOnce_withTheRecordsTime() {
    assertThat(cql.insert())
        .isEqualTo(
            "INSERT INTO spark_streams.dead_letters_by_day (pipeline, day, bucket, topic, partition, offset,"
                + " reason, field, detail, key, value, headers, record_time, run_id, replay_of, complete,"
                + " state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?");
  }

  @Test
  void insertExpiring_takesTheTimeToLiveLast() {
    assertThat(cql.insertExpiring()).isEqualTo(cql.insert() + " AND TTL ?");
  }

  @Test
  void statements_haveTheMarkersThatTheyPromise() {
    assertThat(cql.selectOne())
        .endsWith(
            " WHERE pipeline = ? AND day = ? AND bucket = ? AND topic = ? AND partition = ? AND offset = ?");
    assertThat(markers(cql.selectBuckets())).isZero();
    assertThat(markers(cql.selectBucket())).isEqualTo(3);
    assertThat(markers(cql.selectComplete())).isEqualTo(6);
    assertThat(markers(cql.changeState())).isEqualTo(12);
  }

  private static long markers(String statement) {
    return statement.chars().filter(c -> c == '?').count();
  }
}
