package io.tributary.producer.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.model.receipt.OffsetRange;
import io.tributary.model.receipt.Receipt;
import io.tributary.model.receipt.ReceiptJson;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.command.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiptFileTest {
  @TempDir private Path folder;

  @Test
  void write_leavesTheWholeReceiptAndNothingElse() throws Exception {
    Path path = folder.resolve("receipt.json");
    ReceiptFile file = new ReceiptFile(path);
    file.check();
    file.write(receipt("r1"));
    file.write(receipt("r2"));
    assertThat(Files.readString(path)).endsWith("}\n").hasLineCount(1);
    assertThat(ReceiptJson.read(Files.readString(path))).isEqualTo(receipt("r2"));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(path);
    }
  }

  @Test
  void write_keepsTheFormerReceipt_whenItFails() throws Exception {
    Path path = folder.resolve("receipt.json");
    ReceiptFile file = new ReceiptFile(path);
    file.write(receipt("r1"));
    Files.createDirectory(folder.resolve("receipt.json.part"));
    assertThatThrownBy(() -> file.write(receipt("r2")))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("last line of standard output");
    assertThat(ReceiptJson.read(Files.readString(path))).isEqualTo(receipt("r1"));
  }

  @Test
  void check_refuses_whatCannotBeWritten() throws Exception {
    assertThatThrownBy(() -> new ReceiptFile(folder).check())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("is a directory");
    assertThatThrownBy(() -> new ReceiptFile(folder.resolve("no/such/receipt.json")).check())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("create the folder");
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> new ReceiptFile(file.resolve("receipt.json")).check())
        .isInstanceOf(UsageException.class);
  }

  private static Receipt receipt(String runId) {
    return new Receipt(
        runId,
        "people",
        "http://people.example/",
        Optional.of(runId),
        1,
        2,
        100,
        100,
        99,
        1,
        true,
        List.of(new OffsetRange("people", 0, 5, 103, 99)),
        Instant.parse("2026-01-31T12:00:00Z"),
        Instant.parse("2026-01-31T12:00:07.500Z"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
