package io.tributary.model.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import io.tributary.model.json.FieldTree;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HiddenMembersTest {
  private final FieldTree mapped = new FieldTree();

  private String without(String record, String... hidden) {
    HiddenMembers members =
        new HiddenMembers(List.of(hidden).stream().map(JsonPointer::compile).toList(), mapped);
    byte[] bytes = record.getBytes(UTF_8);
    return new String(members.without(bytes, 0, bytes.length), UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "{\"id\":1,\"login\":{\"id\":\"S3CRET\"}} => {\"id\":1,\"login\":{}}",
        "{\"id\":1,\"user\":{\"login\":{\"id\":\"S3CRET\"}}} => {\"id\":1,\"user\":{\"login\":{}}}",
        "{\"id\":1,\"login\":[{\"id\":\"S3CRET\"}]} => {\"id\":1,\"login\":[{}]}",
      })
  void without_leavesOutTheNameEverywhere_butWhereAFieldComesFrom(String record, String seen) {
    mapped.add(JsonPointer.compile("/id"), 0);
    assertThat(without(record, "/login/id")).isEqualTo(seen);
  }

  @Test
  void without_takesAnItemsNumberForNoName() {
    assertThat(without("{\"cards\":[1,2],\"0\":3}", "/cards/0"))
        .isEqualTo("{\"cards\":[2],\"0\":3}");
  }

  @Test
  void without_copiesAsItIs_whereNothingIsHidden() {
    assertThat(without("{\"a\": [1, {\"b\": 2}]}")).isEqualTo("{\"a\":[1,{\"b\":2}]}");
  }

  @Test
  void without_leavesOutAHiddenPlace_howeverDeepItIs() {
    String deep = "{\"a\":".repeat(100) + "{\"b\":%s}" + "}".repeat(100);
    assertThat(without(deep.formatted("{\"c\":1}"), "/a".repeat(100) + "/b/c"))
        .isEqualTo(deep.formatted("{}"));
  }

  @Test
  void without_walksThroughDeepNesting() {
    String deep = "[".repeat(200_000) + "]".repeat(200_000);
    assertThat(without("{\"x\":" + deep + "}", "/login/id")).isEqualTo("{\"x\":" + deep + "}");
  }
}
