package io.tributary.model.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tributary.model.definition.InvalidDefinitionException;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.Decoded;
import io.tributary.model.event.EventDecoder;
import io.tributary.model.random.Mutated;
import io.tributary.model.refusal.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/** Broken pages: a page, or the declared exception; each record one outcome; Jackson agrees. */
class PageMapperFuzzTest {
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
          "\\ud800",
          "\\u00",
          "null",
          "true",
          "0",
          "-0",
          "01",
          "1e999999999",
          "9223372036854775808",
          "NaN",
          "\"sku\":\"AB-1\"",
          "\"items\":[]",
          "{}",
          "[[[[]]]]",
          " ",
          "\n",
          "\u0000",
          "é",
          "😀",
          "\uFEFF",
          "\"next\":5",
          "\"fault\":",
          "''");
  private static final String PAGE =
      """
      {"data":{"items":[
        {"sku":"AB-1","branch":7,"title":"A lamp","price":{"amount":12.50,"currency":" EUR"}},
        {"sku":"AB-2","branch":"8","title":"A \\u00e9 ","weight":1e2,"released":"2024-02-29"},
        {"sku":"AB-3","branch":9,"title":"Жук","stock":{"available":true,"sold":5},"tags":["a",null]},
        {"sku":"ab","branch":10,"title":"x","supplier":{"api_key":"k","name":"n"},"notes":[1,2,3]}
       ],"next":"n"},"fault":{"message":null}}""";

  private final ObjectMapper jackson =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final PageMapper mapper;
  private final EventDecoder decoder;

  PageMapperFuzzTest() throws InvalidDefinitionException {
    Pipeline products = Pipeline.load(Path.of("src/test/resources/pipelines/products.yaml"));
    mapper = new PageMapper(products);
    decoder = new EventDecoder(products);
  }

  @Provide
  Arbitrary<byte[]> pages() {
    return Mutated.of(List.of(PAGE.getBytes(UTF_8)), WORDS);
  }

  @Property
  void map_findsWhatJacksonFinds_whateverTheBytes(@ForAll("pages") byte[] body) {
    String text = new String(body, UTF_8);
    JsonNode json = read(body);
    try {
      MappedPage page = mapper.map(body);
      assertOneOutcomeEach(page, json, text);
      boolean hasEvent = false;
      for (MappedRecord record : page.records()) {
        if (record instanceof MappedRecord.Event event) {
          hasEvent = true;
          assertThat(decoder.decode(event.key(), event.value()))
              .as(text)
              .isInstanceOf(Decoded.Row.class);
        }
      }
      Statistics.collect(hasEvent ? "events" : "no events");
    } catch (MalformedPageException refused) {
      Statistics.collect("refused");
      boolean twice =
          "the answer has a member twice that may be there once".equals(refused.getMessage());
      boolean noRecords = json != null && !json.at("/data/items").isArray();
      if (json != null && !noRecords && !twice) {
        fail("%s: %s".formatted(refused.getMessage(), text));
      }
    }
    Statistics.coverage(
        seen -> {
          seen.check("events").count(count -> count > 0);
          seen.check("refused").count(count -> count > 0);
        });
  }

  private static void assertOneOutcomeEach(MappedPage page, @Nullable JsonNode json, String text) {
    if (json == null) {
      assertThat(page.records())
          .as(text)
          .anyMatch(
              record ->
                  record instanceof MappedRecord.Rejected rejected
                      && rejected.refusal().reason() == Reason.MALFORMED_JSON);
    } else if (json.at("/data/items").isArray()) {
      assertThat(page.records()).as(text).hasSize(json.at("/data/items").size());
    }
  }

  /** What Jackson makes of the page; null when that is nothing. */
  private @Nullable JsonNode read(byte[] body) {
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      JsonNode json = jackson.readTree(text.startsWith("\uFEFF") ? text.substring(1) : text);
      return json == null || json.isMissingNode() ? null : json;
    } catch (IOException notJson) {
      return null;
    }
  }
}
