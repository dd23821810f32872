package io.tributary.model.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceUrlTest {

  @Test
  void at_changesNothingButTheUrl() throws Exception {
    Pipeline people = Pipeline.load(Path.of("../pipelines/users.yaml"));
    Pipeline moved = SourceUrl.at(people, SourceUrl.parse("http://127.0.0.1:8000/api/"));
    assertThat(moved.source().url()).hasToString("http://127.0.0.1:8000/api/");
    assertThat(moved.source().paging()).isEqualTo(people.source().paging());
    assertThat(moved.event()).isEqualTo(people.event());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "randomuser.me/api|does not begin with http",
        "ftp://randomuser.me/api|does not begin with http",
        "http:///api|has no host name",
        "http://randomuser.me/api?nat=gb|has a user, a query or a fragment",
        "http://me:secret@randomuser.me/|has a user, a query or a fragment",
        "http://random user/|is not a URL",
        "http://localhost:99999/|its port is no number up to 65535"
      })
  void parse_saysWhatIsWrong(String text, String said) {
    assertThatThrownBy(() -> SourceUrl.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(said);
  }
}
