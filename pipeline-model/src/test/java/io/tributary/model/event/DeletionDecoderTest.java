package io.tributary.model.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.tributary.model.definition.Pipeline;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records of the topic that delete their row. */
class DeletionDecoderTest {
  private static final String LOANS =
      """
      name: loans
      source: {url: "http://library.example/loans", records: ""}
      event:
        key: id
        delete-when: {at: /gone}
        fields:
          - {name: book, type: text, from: /book, required: true}
          - {name: id, type: int, from: /id, required: true, max: 99}
          - {name: branch, type: text, from: /branch, required: true, max-length: 5}
      topic: {name: loans}
      table: {keyspace: library, name: loans, key: [branch, id]}
      """;
  private static final String BY_ID =
      LOANS
          .replace("delete-when: {at: /gone}", "tombstones: delete")
          .replace("[branch, id]", "[id]");

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "{\"id\":7,\"branch\":\"East\",\"_deleted\":true} => deletes null 00000007 45617374",
        "{\"_deleted\":true,\"book\":5,\"branch\":\"East\",\"id\":7} => deletes null 00000007 45617374",
        "{\"id\":7,\"branch\":\"East\",\"_d\\u0065leted\":true,\"x\":{}} => deletes null 00000007 45617374",
        "{\"id\":7,\"branch\":\"East\",\"book\":\"Emma\",\"_deleted\":false} => row 456d6d61 00000007 45617374",
        "{\"id\":7,\"branch\":\"East\",\"book\":\"Emma\",\"_deleted\":null} => row 456d6d61 00000007 45617374",
        "{\"id\":7,\"branch\":\"East\",\"book\":\"Emma\"} => row 456d6d61 00000007 45617374",
        "{\"id\":7,\"branch\":\"East\",\"book\":\"Emma\",\"_deleted\":\"true\"} => WRONG_TYPE _deleted",
        "{\"id\":7,\"branch\":\"East\",\"book\":\"Emma\",\"_deleted\":1} => WRONG_TYPE _deleted",
        "{\"id\":7,\"branch\":\"East\",\"_deleted\":true,\"_deleted\":true} => MALFORMED_JSON null",
        "{\"id\":7,\"_deleted\":true} => MISSING_FIELD branch",
        "{\"branch\":\"East\",\"_deleted\":true} => MISSING_FIELD id",
        "{\"id\":7,\"branch\":\"Eastern\",\"_deleted\":true} => CHECK_FAILED branch",
        "{\"id\":8,\"branch\":\"East\",\"_deleted\":true} => KEY_MISMATCH null",
      })
  void decode_saysWhatTheRecordIs(String value, String expected) throws Exception {
    assertThat(said(LOANS, "7", value)).isEqualTo(expected);
  }

  /** What the schema says is what the decoder says; only the record's key is beyond it. */
  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "{'id':7,'branch':'East','_deleted':true} => true",
        "{'id':7,'branch':'East','_deleted':true,'book':5} => true",
        "{'id':7,'branch':'East','_deleted':null} => false",
        "{'id':7,'branch':'East','_deleted':false,'book':'Emma'} => true",
        "{'id':7,'branch':'East','_deleted':false,'book':5} => false",
        "{'id':7,'branch':'East','_deleted':'true','book':'Emma'} => false",
        "{'id':7,'_deleted':true} => false",
        "{'id':7,'branch':'East'} => false",
        "{'id':7,'branch':'East','book':'Emma'} => true",
      })
  void schema_acceptsWhatTheDecoderTakes(String event, boolean taken) throws Exception {
    String value = event.replace('\'', '"');
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(new ObjectMapper().readTree(EventJsonSchema.of(pipeline(LOANS))));

    assertThat(schema.validate(value, InputFormat.JSON).isEmpty()).isEqualTo(taken);
    assertThat(said(LOANS, "7", value)).matches(taken ? "(row|deletes) .*" : "[A-Z_]+ .*");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "7 => deletes null 00000007 null",
        "-1 => deletes null ffffffff null",
        "100 => CHECK_FAILED id",
        "3000000000 => WRONG_TYPE id",
        "07 => KEY_MISMATCH null",
        "7,\"book\":1 => KEY_MISMATCH null",
        "` ` => KEY_MISMATCH null",
        "`` => MISSING_KEY null",
      })
  void decode_takesATombstone_forADeletionOfItsKey(String key, String expected) throws Exception {
    assertThat(said(BY_ID, key, null)).isEqualTo(expected);
  }

  @Test
  void decode_takesTheText_ofATombstonesKey_asItIs() throws Exception {
    String byBranch = BY_ID.replace("key: id", "key: branch").replace("key: [id]", "key: [branch]");

    assertThat(said(byBranch, "a\"\\é", null)).isEqualTo("deletes null null 61225cc3a9");
    assertThat(said(byBranch, "Eastern", null)).isEqualTo("CHECK_FAILED branch");
    assertThat(said(byBranch, new byte[] {(byte) 0xC3}, null)).isEqualTo("KEY_MISMATCH null");
    assertThat(said(byBranch, (byte @Nullable []) null, null)).isEqualTo("MISSING_KEY null");
  }

  @Test
  void decode_saysWhyATombstonesKeyIsNone() throws Exception {
    String byBranch = BY_ID.replace("key: id", "key: branch").replace("key: [id]", "key: [branch]");

    assertThat(why(byBranch, new byte[] {(byte) 0xC3})).endsWith("but the key is no text in UTF-8");
    assertThat(why(BY_ID, "07".getBytes(UTF_8))).endsWith("but the key is no number");
  }

  private static String why(String definition, byte[] key) throws Exception {
    Decoded decoded = new EventDecoder(pipeline(definition)).decode(key, null);
    return ((Decoded.Refused) decoded).refusal().detail();
  }

  @Test
  void decode_takesNoTombstone_forAnEmptyValue_orWhereTheDefinitionKnowsNone() throws Exception {
    assertThat(said(BY_ID, "7", "")).isEqualTo("EMPTY_VALUE null");
    assertThat(said(LOANS, "7", null)).isEqualTo("EMPTY_VALUE null");
    assertThat(said(BY_ID, "7", "{\"id\":7,\"_deleted\":true}"))
        .isEqualTo("deletes null 00000007 null");
  }

  @Test
  void decode_ignoresTheMember_whereTheDefinitionKnowsNoDeletes() throws Exception {
    String plain = LOANS.replaceAll("(?m)^ *delete-when:.*\n", "");

    assertThat(
            said(plain, "7", "{\"id\":7,\"branch\":\"East\",\"book\":\"Emma\",\"_deleted\":true}"))
        .isEqualTo("row 456d6d61 00000007 45617374");
    assertThat(EventJsonSchema.of(pipeline(plain))).doesNotContain("_deleted");
  }

  private static String said(String definition, String key, @Nullable String value)
      throws Exception {
    return said(definition, key.getBytes(UTF_8), value);
  }

  private static String said(String definition, byte @Nullable [] key, @Nullable String value)
      throws Exception {
    Decoded decoded =
        new EventDecoder(pipeline(definition))
            .decode(key, value == null ? null : value.getBytes(UTF_8));
    if (decoded instanceof Decoded.Refused refused) {
      return refused.refusal().reason() + " " + refused.refusal().field();
    }
    return decoded instanceof Decoded.Row row
        ? "row " + hex(row.values())
        : "deletes " + hex(((Decoded.Deletion) decoded).values());
  }

  private static String hex(@Nullable ByteBuffer[] values) {
    return Arrays.stream(values)
        .map(
            value -> {
              if (value == null) {
                return "null";
              }
              byte[] bytes = new byte[value.remaining()];
              value.duplicate().get(bytes);
              return HexFormat.of().formatHex(bytes);
            })
        .collect(Collectors.joining(" "));
  }

  private static Pipeline pipeline(String definition) throws Exception {
    return Pipeline.parse(Path.of("loans.yaml"), definition.getBytes(UTF_8));
  }
}
