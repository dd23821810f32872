package io.tributary.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.definition.Pipeline;
import io.tributary.model.receipt.Contents;
import io.tributary.producer.source.Definitions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunJudgeTest {
  private final Pipeline people = Definitions.people(Definitions.source(Definitions.SEEDED));
  private final RunJudge verdict =
      new RunJudge(people, RunRequest.of("r1", new Target.Everything()));

  @Test
  void warnings_areNone_whereAllIsWell() {
    assertThat(warnings(120, 120, 1)).isEmpty();
    assertThat(warnings(120, 108, 1)).as("a tenth").isEmpty();
  }

  @Test
  void warnings_sayWhatMakesKeysTheSame() {
    assertThat(warnings(120, 107, 1))
        .containsExactly(
            "120 records were published, but they have only 107 distinct keys: usually the source"
                + " gave a page more than once (check the paging in the definition), or the table's"
                + " key (id) does not tell its records apart");
  }

  @Test
  void warnings_nameAColumnWithoutAValue_inARunOfMoreThanTen() {
    assertThat(warnings(10, 10, 0)).isEmpty();
    assertThat(warnings(11, 11, 0))
        .containsExactly(
            "no record has a value for column name (from /name): check the pointer in the"
                + " definition");
  }

  @Test
  void warnings_leaveOutRecordsThatDelete() {
    assertThat(warnings(120, 60, 60, 60)).isEmpty();
    assertThat(warnings(120, 60, 0, 110)).as("few that write").isEmpty();
    assertThat(warnings(120, 20, 100, 20))
        .singleElement()
        .asString()
        .startsWith("100 records were published, but they have only 20 distinct keys");
  }

  private List<String> warnings(long published, long keys, long names, long deleted) {
    return verdict.warnings(
        published,
        new Contents(
            keys,
            true,
            Map.of("id", published - deleted, "name", names),
            Map.of(),
            Map.of(),
            deleted));
  }

  private List<String> warnings(long published, long keys, long names) {
    return verdict.warnings(
        published, new Contents(keys, true, Map.of("id", published, "name", names)));
  }
}
