package io.tributary.console.rows;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.console.web.ProblemException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CursorsTest {
  /** Of a cursor's first 12 bytes. */
  private static final int NONCE_CHARACTERS = 16;

  private static final ByteBuffer STATE = ByteBuffer.wrap("Ålesund, row 17".getBytes(UTF_8));

  private final Cursors cursors = new Cursors();

  @Test
  void state_comesBack_forTheSameRows_inPagesOfAnotherSize() {
    String cursor = cursors.write(Readings.query(), STATE);

    assertThat(cursors.read(Readings.query(), cursor)).isEqualTo(STATE);
    assertThat(cursors.read(Readings.query("limit", "7"), cursor)).isEqualTo(STATE);
  }

  @Test
  void cursor_showsNothingOfTheRow() {
    String cursor = cursors.write(Readings.query(), STATE);

    assertThat(cursor).matches("[A-Za-z0-9_-]+");
    assertThat(new String(Base64.getUrlDecoder().decode(cursor), UTF_8)).doesNotContain("row 17");
  }

  /** A page with it would have another ETag each time. */
  @Test
  void cursor_isTheSame_forTheSamePlaceOfTheSameRows_only() {
    String cursor = cursors.write(Readings.query(), STATE);

    assertThat(cursors.write(Readings.query("limit", "7"), STATE)).isEqualTo(cursor);
    for (String other :
        List.of(
            cursors.write(Readings.query(), ByteBuffer.wrap("Ålesund, row 18".getBytes(UTF_8))),
            cursors.write(Readings.query("key", Readings.ID.toString()), STATE))) {
      assertThat(other.substring(0, NONCE_CHARACTERS))
          .isNotEqualTo(cursor.substring(0, NONCE_CHARACTERS));
    }
  }

  @Test
  void cursor_isRefused_forOtherRows() {
    String cursor = cursors.write(Readings.query(), STATE);

    refused(Readings.query("table", "readings_by_place"), cursor);
    refused(Readings.query("key", Readings.ID.toString()), cursor);
  }

  @Test
  void cursor_isRefused_whenAnotherConsoleGaveIt() {
    refused(Readings.query(), new Cursors().write(Readings.query(), STATE));
  }

  @Property
  void cursor_isRefused_whenAnyOfItIsChanged(@ForAll int place, @ForAll int bit) {
    byte[] bytes = Base64.getUrlDecoder().decode(cursors.write(Readings.query(), STATE));
    bytes[Math.floorMod(place, bytes.length)] ^= (byte) (1 << Math.floorMod(bit, 8));

    refused(Readings.query(), Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  @Property
  void cursor_isRefused_whateverTheText(@ForAll String text) {
    refused(Readings.query(), text);
  }

  @Property
  void cursor_isRefused_whateverTheBytes(@ForAll byte[] bytes) {
    refused(Readings.query(), Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  private void refused(RowQuery query, String cursor) {
    assertThatThrownBy(() -> cursors.read(query, cursor))
        .isInstanceOfSatisfying(
            ProblemException.class, problem -> assertThat(problem.status()).isEqualTo(400))
        .hasMessageContaining("begin at the first page");
  }
}
