package io.tributary.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tributary.model.receipt.OffsetRange;
import io.tributary.model.receipt.Receipt;
import io.tributary.model.receipt.ReceiptJson;
import io.tributary.runtime.command.UsageException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiptTextTest {
  private static final Receipt RECEIPT =
      new Receipt(
          "run-1",
          "orders",
          "http://localhost/orders",
          Optional.of("seed"),
          1,
          2,
          3,
          3,
          3,
          0,
          true,
          List.of(new OffsetRange("orders", 0, 5, 7, 3)),
          Instant.parse("2026-03-01T12:00:00Z"),
          Instant.parse("2026-03-01T12:00:02Z"),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  private static final String JSON = ReceiptJson.write(RECEIPT);

  @TempDir private Path folder = Path.of("");

  @Test
  void read_takesJson_whenItIsGivenAsSuch() throws Exception {
    assertThat(ReceiptText.read("  " + JSON, input("unused"))).isEqualTo(RECEIPT);
  }

  @Test
  void read_takesTheLastLine_ofAProducersOutput() throws Exception {
    assertThat(ReceiptText.read("-", input("fetched 3\n{\"not\": 1}\n" + JSON + "\n\n")))
        .isEqualTo(RECEIPT);
  }

  @Test
  void read_takesAFile_alsoWhenItsJsonHasManyLines() throws Exception {
    Path file = Files.writeString(folder.resolve("receipt"), JSON.replace(",\"", ",\n\""));

    assertThat(ReceiptText.read(file.toString(), input("unused"))).isEqualTo(RECEIPT);
  }

  @Test
  void read_isWrongUsage_whenThereIsNoReceipt() throws Exception {
    Path empty = Files.createFile(folder.resolve("empty"));
    assertWrongUsage("", "", "--receipt is empty");
    assertWrongUsage("-", "", "standard input is no receipt");
    assertWrongUsage("{", "", "the receipt given is no receipt");
    assertWrongUsage("{\"run_id\": \"x\"}", "", "the receipt given is no receipt");
    assertWrongUsage(empty.toString(), "", "is no receipt");
    assertWrongUsage(folder.toString(), "", "cannot be read");
    assertWrongUsage(folder.resolve("none").toString(), "", "cannot be read");
    assertWrongUsage("a\0b", "", "cannot be read");
  }

  private static void assertWrongUsage(String given, String standardInput, String said) {
    assertThatExceptionOfType(UsageException.class)
        .as(given)
        .isThrownBy(() -> ReceiptText.read(given, input(standardInput)))
        .withMessageContaining(said);
  }

  private static InputStream input(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
