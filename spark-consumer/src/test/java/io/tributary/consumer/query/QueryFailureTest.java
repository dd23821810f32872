package io.tributary.consumer.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.consumer.checkpoint.CheckpointFailedException;
import java.io.IOException;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

class QueryFailureTest {

  @Test
  void sentence_isTheInnermostCausesFirstLine() {
    Exception failure =
        new SparkException(
            "Job aborted due to stage failure",
            new IllegalStateException("Cannot fetch offset 7\nat Some.place"));
    assertThat(QueryFailure.sentence(failure))
        .isEqualTo("IllegalStateException: Cannot fetch offset 7");
  }

  @Test
  void sentence_isOurs_whenWeKnowBetter() {
    Exception failure =
        new SparkException(
            "Query terminated",
            new CheckpointFailedException(new IOException("No space left on device")));
    assertThat(QueryFailure.sentence(failure))
        .isEqualTo("the checkpoint cannot be written: No space left on device");
  }

  @Test
  void sentence_isCut_whenItIsLong() {
    assertThat(QueryFailure.sentence(new IllegalStateException("x".repeat(5_000))))
        .hasSizeLessThan(500);
  }
}
