package io.tributary.model.cql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RunCqlTest {
  private final RunCql cql = new RunCql("shop");

  @Test
  void month_isThatOfUtc() {
    assertThat(RunCql.month(Instant.parse("2026-11-30T23:59:59.999Z"))).isEqualTo("2026-11");
    assertThat(RunCql.month(Instant.parse("2026-12-01T00:00:00Z"))).isEqualTo("2026-12");
  }

  @Test
  void createTable_hasThePartsOfAMonthTogether() {
    assertThat(cql.table().createTable())
        .startsWith("CREATE TABLE IF NOT EXISTS shop.pipeline_runs (\n  pipeline text,\n")
        .endsWith("  PRIMARY KEY ((pipeline, month), run_id)\n)");
  }

  @Test
  void inserts_writeColumnsOfTheirOwn() {
    assertThat(cql.insertVerdict())
        .isEqualTo(
            "INSERT INTO shop.pipeline_runs (pipeline, month, run_id, verified, verified_at, why,"
                + " report) VALUES (?, ?, ?, ?, ?, ?, ?)");
    assertThat(cql.insertReport()).doesNotContain("verified").contains("receipt) VALUES (?, ?");
  }
}
