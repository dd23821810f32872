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
        "http://things.example/v 1|is not a URL: write a space as %20",
        "http://things.example/{id}|is not a URL: write '{' as %7B",
        "http://things.example/%2|is not a URL",
        "http://localhost:99999/|its port is no number from 1 to 65535",
        "http://localhost:0/|its port is no number from 1 to 65535",
        "http://:8080/|has no host name",
        "http://things..example/|its host is no name",
        "http://[::1/|is not a URL",
        "http://[fe80::1%25eth0]/|its host is no IPv6 address, or one with a zone",
        "http://stra\u00dfe.example/|its host has to be written in ASCII"
      })
  void parse_saysWhatIsWrong(String text, String said) {
    assertThatThrownBy(() -> SourceUrl.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://things_api:8080/v1|http://things_api:8080/v1",
        "HTTPS://Things.Example|https://Things.Example",
        "http://things.example./|http://things.example./",
        "http://things.example:/|http://things.example/",
        "http://[::1]:8080/|http://[::1]:8080/",
        "http://10.0.0.7:65535/a%20b|http://10.0.0.7:65535/a%20b",
        "http://m\u00fcnchen.example/|http://xn--mnchen-3ya.example/",
      })
  void parse_takesWhatAServerMayBeCalled(String text, String url) {
    assertThat(SourceUrl.parse(text)).hasToString(url);
  }
}
