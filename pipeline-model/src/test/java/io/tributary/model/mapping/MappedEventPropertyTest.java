package io.tributary.model.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.model.definition.Pipeline;
import io.tributary.model.random.RandomTexts;
import io.tributary.model.random.Seed;
import io.tributary.model.text.WhiteSpace;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random products, written in random ways: what is decoded is what was meant. */
class MappedEventPropertyTest {
  private final Random random = Seed.random(MappedEventPropertyTest.class);
  private final RandomTexts texts = new RandomTexts(random);

  /** A source record's members as JSON, and what the row must have. */
  private final Map<String, String> source = new LinkedHashMap<>();

  private final Map<String, ByteBuffer> meant = new HashMap<>();

  @Test
  void mappedEvent_decodesToWhatTheSourceMeant() throws Exception {
    Pipeline products = Pipeline.load(Path.of("src/test/resources/pipelines/products.yaml"));
    Meaning meaning = new Meaning(products);

    for (int i = 0; i < 1_000; i++) {
      String record = randomProduct();
      meaning.assertIs("{\"data\":{\"items\":[%s]}}".formatted(record), record, meant);
    }
  }

  private String randomProduct() {
    source.clear();
    meant.clear();
    text("sku", "sku", "ZQ-" + random.nextInt(1000), true);
    int branch = 1 + random.nextInt(99);
    source.put("branch", spelt(Integer.toString(branch)));
    meant.put("branch", ByteBuffer.allocate(4).putInt(0, branch));
    text("title", "title", title(), true);
    if (random.nextBoolean()) {
      price();
    }
    if (random.nextBoolean()) {
      stock();
    }
    if (random.nextBoolean()) {
      double weight = 0.5 + Math.abs(random.nextGaussian() * Math.pow(10, random.nextInt(200)));
      source.put("weight", spelt(Double.toString(weight)));
      meant.put("weight", ByteBuffer.allocate(8).putDouble(0, weight));
    }
    if (random.nextBoolean()) {
      times();
    }
    if (random.nextBoolean()) {
      String raw = texts.text(40);
      source.put("raw", texts.json(raw));
      meant.put("raw", ByteBuffer.wrap(raw.getBytes(UTF_8)));
    }
    if (random.nextInt(4) == 0) {
      source.put("else", "{\"sku\":[1,{}],\"x\":" + texts.json(texts.text(20)) + "}");
    }
    return "{"
        + String.join(
            ",",
            source.entrySet().stream()
                .map(
                    e ->
                        "%s\"%s\"%s:%s%s%s"
                            .formatted(
                                texts.space(),
                                e.getKey(),
                                texts.space(),
                                texts.space(),
                                e.getValue(),
                                texts.space()))
                .toList())
        + "}";
  }

  private void text(String member, String field, String cleaned, boolean stray) {
    String spaces = stray && random.nextInt(5) == 0 ? " \u00a0" : "";
    source.put(member, texts.json(spaces + cleaned + spaces));
    meant.put(field, ByteBuffer.wrap(cleaned.getBytes(UTF_8)));
  }

  /** A title as the clean-ups leave it. */
  private String title() {
    while (true) {
      String text = Normalizer.normalize(texts.text(20), Normalizer.Form.NFC);
      String collapsed = WhiteSpace.trim(WhiteSpace.collapse(text));
      int length = collapsed.codePointCount(0, collapsed.length());
      if (length >= 2 && length <= 20) {
        return collapsed;
      }
    }
  }

  private void price() {
    BigDecimal amount =
        new BigDecimal(BigInteger.valueOf(random.nextInt(9_999_999)), random.nextInt(8) + 2);
    String currency = random.nextBoolean() ? "eur" : "usd";
    String written = random.nextBoolean() ? amount.toPlainString() : amount.toString();
    source.put(
        "price",
        "{\"currency\":%s,\"amount\":%s}"
            .formatted(
                texts.json(
                    random.nextBoolean() ? currency.toUpperCase(java.util.Locale.ROOT) : currency),
                spelt(written)));
    byte[] digits = amount.unscaledValue().toByteArray();
    meant.put(
        "price", ByteBuffer.allocate(4 + digits.length).putInt(amount.scale()).put(digits).flip());
    meant.put("currency", ByteBuffer.wrap(currency.getBytes(UTF_8)));
  }

  private void stock() {
    long sold = random.nextLong() >>> (1 + random.nextInt(63));
    boolean available = random.nextBoolean();
    source.put(
        "stock",
        "{\"sold\":%s,\"available\":%s}"
            .formatted(spelt(Long.toString(sold)), spelt(Boolean.toString(available))));
    meant.put("sold", ByteBuffer.allocate(8).putLong(0, sold));
    meant.put("in_stock", ByteBuffer.wrap(new byte[] {(byte) (available ? 1 : 0)}));
  }

  private void times() {
    // Years 0000 to 9999, two days off the ends: an offset must not lead out of them.
    long span = 253_402_300_800_000L + 62_167_219_200_000L - 4 * 86_400_000L;
    long millis = Math.floorMod(random.nextLong(), span) - 62_167_219_200_000L + 2 * 86_400_000L;
    Instant instant = Instant.ofEpochMilli(millis);
    ZoneOffset zone = ZoneOffset.ofTotalSeconds((random.nextInt(2 * 1080 + 1) - 1080) * 60);
    String written =
        switch (random.nextInt(4)) {
          case 0 -> instant.toString();
          case 1 -> iso(instant, zone);
          case 2 -> instant.plusNanos(random.nextInt(1_000_000)).toString();
          default -> Long.toString(millis);
        };
    source.put("updated", written.matches("-?\\d+") ? written : texts.json(written));
    meant.put("updated", ByteBuffer.allocate(8).putLong(0, millis));
    LocalDate day = LocalDate.ofInstant(instant, ZoneOffset.UTC);
    source.put(
        "released",
        switch (random.nextInt(3)) {
          case 0 -> texts.json(day.toString());
          case 1 -> texts.json(iso(instant, zone));
          default -> Long.toString(day.toEpochDay() * 86_400_000 + random.nextInt(86_400_000));
        });
    meant.put("released", ByteBuffer.allocate(4).putInt(0, (int) (day.toEpochDay() + (1L << 31))));
  }

  private static String iso(Instant instant, ZoneOffset zone) {
    var local = instant.truncatedTo(ChronoUnit.MILLIS).atOffset(zone);
    return java.time.format.DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(local);
  }

  /** A number or truth value as such, or as text. */
  private String spelt(String literal) {
    return random.nextInt(3) == 0 ? texts.json(" " + literal) : literal;
  }
}
