package io.tributary.model.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.mapping.MappedRecord;
import io.tributary.model.mapping.SourceRecordMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HtmlEntitiesTest {

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '\0',
      value = {
        "Salt &amp; pepper => Salt & pepper",
        "&lt;b&gt; => <b>",
        "caf&eacute;s &#233; &#xE9; &#XE9; &#0233; => cafés é é é é",
        "&quot;so&quot; &apos;so&apos; &#39; => \"so\" 'so' '",
        "&thetasym;&euro;&hellip;&nbsp;. => ϑ€…\u00A0.",
        "&#128512; => 😀",
        "once &amp;amp; => once &amp;",
        "it&#146;s &#150; => it’s –",
        "&#0; &#xD800; &#x110000; &#999999999999; => � � � �",
        "AT&T; R&D &unknown; &amp &; &#; &#x; &#12a; &&lt; & => AT&T; R&D &unknown; &amp &; &#; &#x; &#12a; &< &",
        "&averylongnamethatisnoentity; => &averylongnamethatisnoentity;",
      })
  void decode_replacesWhatIsAnEntity_andNothingElse(String text, String decoded) {
    assertThat(HtmlEntities.decode(text)).isEqualTo(decoded);
  }

  @Test
  void decode_knowsTheNamesOfHtml4() {
    assertThat(HtmlEntities.decode("&Alpha;&omega;&yuml;&sup2;&rarr;&spades;&zwnj;"))
        .isEqualTo("Αωÿ²→♠\u200C");
  }

  @Test
  void mapping_writesJson_whateverAnEntityStandsFor() throws Exception {
    Pipeline pipeline =
        Pipeline.parse(
            Path.of("signs.yaml"),
            """
            name: signs
            source: {url: "http://signs.example", records: ""}
            event:
              key: id
              fields:
                - {name: id, type: text, from: /id, required: true}
                - {name: text, type: text, from: /text, required: true, clean: [html-entities, trim]}
                - {name: joined, type: text, join: "{/text}!", clean: [html-entities, lower-case]}
                - {name: as_is, type: text, from: /text}
            topic: {name: signs}
            table: {keyspace: spark_streams, name: signs}
            """
                .getBytes(UTF_8));
    String record = "{\"id\": 1, \"text\": \"&#32;&quot;A&#92;B&quot;&#10;&Eacute;&#1; & C&#32;\"}";

    MappedRecord mapped = new SourceRecordMapper(pipeline).map(record.getBytes(UTF_8));

    JsonNode event = new ObjectMapper().readTree(((MappedRecord.Event) mapped).value());
    assertThat(event.at("/text").asText()).isEqualTo("\"A\\B\"\nÉ\u0001 & C");
    assertThat(event.at("/joined").asText()).isEqualTo(" \"a\\b\"\né\u0001 & c !");
    assertThat(event.at("/as_is").asText()).startsWith("&#32;&quot;A");
  }
}
