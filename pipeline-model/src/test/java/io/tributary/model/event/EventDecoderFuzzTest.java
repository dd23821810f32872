package io.tributary.model.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.definition.InvalidDefinitionException;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.random.Mutated;
import io.tributary.model.refusal.Reason;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;

/** Broken events: the decoder says the same as the plain reference, and throws nothing. */
class EventDecoderFuzzTest {
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
          "[\"a\",\"b\"]",
          "[3,-1,3]",
          "{\"a\":1,\"b\":2}",
          "{\"b\":\"x\",\"a\":\"y\"}",
          "{\"a\":1,\"a\":2}",
          "[null]",
          "[]",
          "0.1,",
          "1e39",
          "7.038531e-26",
          "\"::ffff:10.0.0.1\"",
          "\"2001:db8::1\"",
          "\"10.0.0.1\"",
          "\"23:59:59.5\"",
          "\"AAH+\"",
          "=",
          "::",
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

  private static final String STATION =
      """
      {"station":"S1","ownerName":"Ada","order":{"a" : [1, "x y"]},"opens":"09:30:00.25",\
      "address":"2001:db8::7","certificate":"AAECAw==","checksum":"","names":["b","a","b"],\
      "levels":[1.5,2],"prices":["9.90","10"],"parts":["AA==",""],"words":["b","a",""],\
      "numbers":[2,-1,2],"counts":[9000000000,-1],\
      "sensors":["15653f96-f1c3-420d-97d1-d62f71d463c2","e4eaaaf2-d142-11e1-b3e4-080027620cdd"],\
      "readings":["2013-05-28T06:47:35.571Z","1960-01-01T00:00Z"],"days":["2024-02-29"],\
      "hours":["23:00:00","01:00"],"hosts":["10.0.0.2","::1"],"answers":[true,false],\
      "labels":{"z":"1","a":"2"},"limits":{"z":1,"":2},"place":[0.1,-2,3e2]}""";

  private final Pair products =
      new Pair("src/test/resources/pipelines/products.yaml", "AB-1", PRODUCT);
  private final Pair users = new Pair("../pipelines/users.yaml", ID, USER);
  private final Pair stations =
      new Pair("src/test/resources/pipelines/stations.yaml", "S1", STATION);

  @Provide
  Arbitrary<Input> inputs() {
    return Arbitraries.of(products, users, stations)
        .flatMap(
            pair -> {
              Arbitrary<byte[]> value = Mutated.of(List.of(pair.value), WORDS);
              Arbitrary<byte[]> key =
                  Arbitraries.frequencyOf(
                      Tuple.of(49, Arbitraries.just(pair.key)),
                      Tuple.of(1, Mutated.of(List.of(pair.key), WORDS)));
              return Combinators.combine(key, value).as((k, v) -> new Input(pair, k, v));
            });
  }

  @Test
  void decode_givesARow_ofTheEventsThatAreBroken() {
    for (Pair pair : List.of(products, users, stations)) {
      assertThat(pair.decoder.decode(pair.key, pair.value)).isInstanceOf(Decoded.Row.class);
    }
  }

  @Property
  void decode_agreesWithTheReference_whateverTheBytes(@ForAll("inputs") Input input) {
    Decoded decoded = input.pair.decoder.decode(input.key, input.value);
    ReferenceDecoder.Outcome expected = input.pair.reference.decode(input.key, input.value);

    if (decoded instanceof Decoded.Row row) {
      assertThat(expected.reason()).isNull();
      assertThat(row.values()).isEqualTo(expected.values());
      Statistics.collect("row");
    } else {
      Reason reason = ((Decoded.Refused) decoded).refusal().reason();
      assertThat(reason).isEqualTo(expected.reason());
      Statistics.collect(reason);
    }
    Statistics.coverage(
        seen -> {
          for (Object outcome :
              List.of(
                  "row",
                  Reason.MALFORMED_JSON,
                  Reason.MISSING_FIELD,
                  Reason.WRONG_TYPE,
                  Reason.CHECK_FAILED)) {
            seen.check(outcome).count(count -> count > 0);
          }
        });
  }

  @SuppressWarnings("ArrayRecordComponent") // decoded once, never compared
  private record Input(Pair pair, byte[] key, byte[] value) {
    @Override
    public String toString() {
      return new String(key, UTF_8) + " = " + new String(value, UTF_8);
    }
  }

  private static final class Pair {
    final EventDecoder decoder;
    final ReferenceDecoder reference;
    final byte[] key;
    final byte[] value;

    Pair(String file, String key, String value) {
      Pipeline pipeline = load(file);
      decoder = new EventDecoder(pipeline);
      reference = new ReferenceDecoder(pipeline);
      this.key = key.getBytes(UTF_8);
      this.value = value.getBytes(UTF_8);
    }

    private static Pipeline load(String file) {
      try {
        return Pipeline.load(Path.of(file));
      } catch (InvalidDefinitionException broken) {
        throw new IllegalArgumentException(broken);
      }
    }
  }
}
