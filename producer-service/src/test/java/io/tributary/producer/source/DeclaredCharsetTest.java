package io.tributary.producer.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeclaredCharsetTest {
  private static final String TEXT = "{\"town\":\"Zürich, Łódź\"}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ISO-8859-2|application/json; charset=ISO-8859-2",
        "ISO-8859-2|text/json;version=1; Charset=\"iso-8859-2\" ; x=y",
        "UTF-16LE|application/json;charset=utf-16le",
        "UTF-16|application/json;charset=utf-16",
        "UTF-8|application/json;charset=UTF-8",
        "UTF-8|application/json",
        // declared by habit, and not used
        "UTF-8|application/json;charset=ISO-8859-1",
        "UTF-8|application/json;charset=x-none",
      })
  void toUtf8_givesTheText(String used, String contentType) throws Exception {
    byte[] body = TEXT.getBytes(Charset.forName(used));
    assertThat(DeclaredCharset.toUtf8(body, Optional.of(contentType)))
        .asString(UTF_8)
        .isEqualTo(TEXT);
  }

  @Test
  void toUtf8_followsAWideCharset_evenOfAsciiAlone() throws Exception {
    byte[] body = "[1]".getBytes(UTF_16LE);
    assertThat(DeclaredCharset.toUtf8(body, Optional.of("application/json;charset=utf-16le")))
        .asString(UTF_8)
        .isEqualTo("[1]");
    assertThat(
            DeclaredCharset.toUtf8("[1]".getBytes(UTF_16), Optional.of("text/plain;charset=UTF16")))
        .asString(UTF_8)
        .isEqualTo("[1]");
  }

  @Test
  void toUtf8_leavesTheBytes_whenNothingIsDeclared() throws Exception {
    byte[] body = "é".getBytes(ISO_8859_1);
    assertThat(DeclaredCharset.toUtf8(body, Optional.empty())).isEqualTo(body);
  }

  @Test
  void toUtf8_refuses_whenTheCharsetIsUnknown_andTheBytesAreNotUtf8() {
    byte[] body = "é".getBytes(ISO_8859_1);
    assertThatThrownBy(() -> DeclaredCharset.toUtf8(body, Optional.of("a/b;charset=x-none")))
        .isInstanceOf(SourceFault.class)
        .hasMessageContaining("'x-none'");
  }
}
