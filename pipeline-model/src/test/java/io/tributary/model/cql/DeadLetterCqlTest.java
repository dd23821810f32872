package io.tributary.model.cql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeadLetterCqlTest {
  private final DeadLetterCql cql = new DeadLetterCql("spark_streams");

  @Test
  void createTable_bucketsByPipelineAndDay() {
    assertThat(cql.createTable())
        .startsWith("CREATE TABLE IF NOT EXISTS spark_streams.dead_letters (\n  pipeline text,\n")
        .contains("  headers map<text, blob>,\n")
        .endsWith(
            "  PRIMARY KEY ((pipeline, day), topic, partition, offset)\n) WITH gc_grace_seconds = 0");
  }

  @Test
  void insert_writesTheStateOnce_withTheRecordsTime() {
    assertThat(cql.insert())
        .isEqualTo(
            "INSERT INTO spark_streams.dead_letters (pipeline, day, topic, partition, offset,"
                + " reason, field, detail, key, value, headers, record_time, run_id, replay_of, complete,"
                + " state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?");
  }

  @Test
  void insertExpiring_takesTheTimeToLiveLast() {
    assertThat(cql.insertExpiring()).isEqualTo(cql.insert() + " AND TTL ?");
  }

  @Test
  void statements_haveTheMarkersThatTheyPromise() {
    assertThat(cql.selectOne())
        .endsWith(" WHERE pipeline = ? AND day = ? AND topic = ? AND partition = ? AND offset = ?");
    assertThat(markers(cql.selectDays())).isZero();
    assertThat(markers(cql.selectDay())).isEqualTo(2);
    assertThat(markers(cql.selectComplete())).isEqualTo(5);
    assertThat(markers(cql.changeState())).isEqualTo(11);
  }

  private static long markers(String statement) {
    return statement.chars().filter(c -> c == '?').count();
  }
}
