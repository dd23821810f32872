package io.tributary.model.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PipelineFileTest {
  private static final Path USERS = Path.of("../pipelines/users.yaml");

  @Test
  void load_readsTheBundledDefinition() throws Exception {
    Pipeline users = Pipeline.load(USERS);

    assertThat(users.name()).isEqualTo("users");
    assertThat(users.event().fields())
        .extracting(Field::name)
        .containsExactly(
            "id",
            "first_name",
            "last_name",
            "gender",
            "address",
            "post_code",
            "email",
            "username",
            "dob",
            "registered_date",
            "phone",
            "picture");
    assertThat(users.source().paging())
        .isInstanceOfSatisfying(
            Paging.Numbered.class, paging -> assertThat(paging.pageSize()).isEqualTo(5000));
  }
}
