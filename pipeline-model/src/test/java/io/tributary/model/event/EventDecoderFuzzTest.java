package io.tributary.model.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.definition.Pipeline;
import io.tributary.model.random.Mutations;
import io.tributary.model.random.Seed;
import io.tributary.model.refusal.Reason;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Broken events: the decoder says the same as the plain reference, and throws nothing. */
class EventDecoderFuzzTest {
  /** Inputs that are tried however slow the machine is, so that each sort of outcome is seen. */
  private static final int LEAST = 3_000;

  private static final String ID = "15653f96-f1c3-420d-97d1-d62f71d463c2";

  private static final List<String> WORDS =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\"",
          "\\",
          "\\u0041",
          "\\ud83d\\ude00",
          "\\ud800",
          "\\u00",
          "null",
          "true",
          "false",
          "0",
          "-0",
          "01",
          "1.5",
          "1e400",
          "9223372036854775808",
          "-",
          "NaN",
          "\"x\":",
          "\"sku\":\"AB-1\"",
          "{}",
          "[[[[]]]]",
          " ",
          "\n",
          "\t",
          "\u0000",
          "é",
          "😀",
          "\u2028",
          "2024-02-29",
          "T23:59:59.999Z",
          "+18:00",
          "-23:59",
          "+19:00",
          ".123456789",
          "\uFEFF",
          "\"2000-01-01T00:00Z\"",
          "\"1e5\"",
          "\"\"",
          "@",
          "//",
          "'",
          "é\u0301",
          "\u00a0");

  private static final String PRODUCT =
      """
      {"sku":"AB-1","branch":7,"title":"A lamp é","price":"12.50","currency":"eur",\
      "in_stock":true,"sold":42,"weight":0.75,"released":"2024-02-29",\
      "updated":"2013-05-28T06:47:35.571Z","contact":"a@b.c","label":"<x \\u00e9>","raw":"q\\"\\n"}""";
  private static final String USER =
      """
      {"id":"15653f96-f1c3-420d-97d1-d62f71d463c2","first_name":"Raymond","last_name":"Elliott",\
      "gender":"male","address":"337 Valwood Pkwy, Scurry","post_code":"83519",\
      "email":"r@example.com","dob":"1954-09-05T09:59:31.967Z","picture":"https://x/y.jpg"}""";

  @Test
  void decode_agreesWithTheReference_whateverTheBytes() throws Exception {
    Random random = Seed.random(EventDecoderFuzzTest.class);
    Map<Reason, Integer> seen = new EnumMap<>(Reason.class);
    int rows = 0;
    Pipeline products = Pipeline.load(Path.of("src/test/resources/pipelines/products.yaml"));
    Pipeline users = Pipeline.load(Path.of("../pipelines/users.yaml"));
    Pair[] pairs = {new Pair(products, "AB-1", PRODUCT), new Pair(users, ID, USER)};
    Mutations mutations = new Mutations(random, WORDS);

    long end = System.nanoTime() + Seed.fuzzSpan().toNanos();
    for (int i = 0; i < LEAST || System.nanoTime() < end; i++) {
      Pair pair = pairs[i % 2];
      byte[] value = mutations.of(pair.value);
      byte[] key = random.nextInt(50) == 0 ? mutations.of(pair.key) : pair.key;
      Decoded decoded = pair.decoder.decode(key, value);
      ReferenceDecoder.Outcome expected = pair.reference.decode(key, value);

      String input = new String(value, UTF_8);
      if (decoded instanceof Decoded.Row row) {
        rows++;
        assertThat(expected.reason()).as(input).isNull();
        assertThat(row.values()).as(input).isEqualTo(expected.values());
      } else {
        Reason reason = ((Decoded.Refused) decoded).refusal().reason();
        assertThat(reason).as(input).isEqualTo(expected.reason());
        seen.merge(reason, 1, Integer::sum);
      }
    }

    System.out.println(rows + " rows, " + seen);
    assertThat(rows).isPositive();
    assertThat(seen)
        .containsKeys(
            Reason.MALFORMED_JSON, Reason.MISSING_FIELD, Reason.WRONG_TYPE, Reason.CHECK_FAILED);
  }

  private static final class Pair {
    final EventDecoder decoder;
    final ReferenceDecoder reference;
    final byte[] key;
    final byte[] value;

    Pair(Pipeline pipeline, String key, String value) {
      decoder = new EventDecoder(pipeline);
      reference = new ReferenceDecoder(pipeline);
      this.key = key.getBytes(UTF_8);
      this.value = value.getBytes(UTF_8);
    }
  }
}
