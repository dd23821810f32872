package io.tributary.consumer.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import com.datastax.oss.driver.api.core.servererrors.ServerError;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowRefusalTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Guardrail column_value_size violated: Value of column 'name' has size 5.000KiB, this exceeds the failure threshold of 4.000KiB.",
        "Guardrail collection_size violated: Detected collection headers of size 2.000MiB, this exceeds the failure threshold of 1.000MiB.",
        "Guardrail items_per_collection violated: Detected collection headers with 70 items, this exceeds the failure threshold of 64.",
        "Guardrail sai_string_term_size violated: Value of column 'name' has size 9.000KiB, this exceeds the failure threshold of 8.000KiB.",
        "Guardrail maximum_timestamp violated: The modification to table t has a timestamp 9 after the maximum allowable failure threshold 8",
        "Cannot index value of size 70000 for index t_name_idx on k.t(name) (maximum allowed size=65535)",
        "Key length of 70000 is longer than maximum of 65535",
        "Key may not be empty",
        "Unable to write to denylisted partition [0x6b] in k/t",
        "Invalid byte for ascii: -61",
        "CQL Message of size 20000000 bytes exceeds allowed maximum of 16777216 bytes"
      })
  void of_isPresent_whenCassandraRefusesThisRowAlone(String words) {
    InvalidQueryException refused = new InvalidQueryException(Nodes.any(), words);
    assertThat(RowRefusal.of(refused)).contains(words);
    assertThat(
            RowRefusal.of(
                AllNodesFailedException.fromErrors(List.of(Map.entry(Nodes.any(), refused)))))
        .contains(words);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "table t does not exist",
        "Undefined column name phone in table k.t",
        "Batch too large",
        "Expected 4 or 0 byte int (8)",
        "Guardrail replica_disk_usage violated: Write request failed because disk usage exceeds failure threshold",
        "Guardrail write_consistency_levels violated: Provided values [ONE] are not allowed for write consistency levels (disallowed values are: [ONE])",
        "Guardrail user_timestamps violated: User provided timestamps (USING TIMESTAMP) is not allowed",
        "Request on table k.t with ttl of 9 seconds exceeds maximum supported expiration date of 2038-01-19T03:14:06+00:00."
      })
  void of_isEmpty_whenCassandraWouldRefuseOtherRowsToo(String words) {
    assertThat(RowRefusal.of(new InvalidQueryException(Nodes.any(), words))).isEmpty();
  }

  @Test
  void of_isEmpty_whenCassandraDoesNotRefuse() {
    String words = "Key may not be empty";
    assertThat(RowRefusal.of(new ServerError(Nodes.any(), words))).isEmpty();
    assertThat(RowRefusal.of(new UnauthorizedException(Nodes.any(), words))).isEmpty();
    assertThat(RowRefusal.of(new DriverTimeoutException(words))).isEmpty();
  }
}
