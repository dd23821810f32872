package io.tributary.verifier;

import io.tributary.model.receipt.MalformedReceiptException;
import io.tributary.model.receipt.Receipt;
import io.tributary.model.receipt.ReceiptJson;
import io.tributary.runtime.command.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * A receipt as it is given on the command line: its JSON, {@code -} for standard input, or a file.
 * Where more than the receipt is there (a producer's whole output), the last line is the receipt.
 */
final class ReceiptText {
  private ReceiptText() {}

  static Receipt read(String given, InputStream standardInput) throws UsageException {
    String text;
    String where;
    if (given.isBlank()) {
      throw new UsageException(
          "--receipt is empty: give the producer's last line, or a file with it");
    } else if (given.strip().startsWith("{")) {
      text = given;
      where = "the receipt given";
    } else {
      where = given.equals("-") ? "standard input" : given;
      text = content(given, standardInput);
    }
    try {
      return parse(text);
    } catch (MalformedReceiptException malformed) {
      throw new UsageException(
          "%s is no receipt (%s): give the producer's last line, or a file with it"
              .formatted(where, malformed.getMessage()),
          malformed);
    }
  }

  private static Receipt parse(String text) throws MalformedReceiptException {
    List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
    if (lines.size() < 2) {
      return ReceiptJson.read(text);
    }
    try {
      return ReceiptJson.read(lines.get(lines.size() - 1));
    } catch (MalformedReceiptException notInTheLastLine) {
      return ReceiptJson.read(text);
    }
  }

  private static String content(String given, InputStream standardInput) throws UsageException {
    try {
      byte[] bytes =
          given.equals("-") ? standardInput.readAllBytes() : Files.readAllBytes(Path.of(given));
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException | InvalidPathException unreadable) {
      throw new UsageException(
          "the receipt %s cannot be read (%s): give a file that the producer wrote with --receipt"
              .formatted(given, unreadable.getClass().getSimpleName()),
          unreadable);
    }
  }
}
