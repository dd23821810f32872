package io.tributary.producer.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NextLinkTest {

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "<https://a.example/?p=2>; rel=\"next\" => https://a.example/?p=2",
        "<https://a.example/?p=1,2>; rel=\"next\" => https://a.example/?p=1,2",
        "</x?p=1>; rel=\"prev\", </x?p=3>; rel=\"next\" => /x?p=3",
        "</x?p=3>;rel=next => /x?p=3",
        "</x?p=3> ; title=\"a, b; rel=none\" ; REL=\"last Next\" => /x?p=3",
        "</x>; rel=\"prev\"; rel=\"next\" => ``",
        "</x>; rel=\"nextpage\" => ``",
        "</x>; title=\"rel=next\" => ``",
        "</x> => ``",
        "x; rel=\"next\" => ``",
        "<>; rel=\"next\" => ``",
        "`` => ``",
      })
  void in_findsTheNextPage(String header, String url) {
    assertThat(NextLink.in(Headers.of("Link", header)))
        .isEqualTo(Optional.of(url).filter(found -> !found.isEmpty()));
  }

  @Test
  void in_looksIntoEachHeader() {
    Headers headers =
        new Headers.Builder()
            .add("Link", "</a>; rel=\"self\"")
            .add("link", "</b>; rel=\"next\"")
            .build();
    assertThat(NextLink.in(headers)).contains("/b");
    assertThat(NextLink.in(Headers.of())).isEmpty();
  }
}
