package io.tributary.model.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.EventEncoder.Encoded;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a definition's schemas say, word by word: others have them, and compare with them. */
class EventSchemasTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static Pipeline boats(String format) throws Exception {
    return Pipeline.parse(
        Path.of("boats.yaml"),
        """
        name: boats
        source: {url: "http://harbour.example/boats", records: /b, paging: {type: none}}
        event:
          key: id
          fields:
            - {name: id, type: uuid, from: /id, required: true}
            - {name: name, type: text, from: /name, required: true, min-length: 2, max-length: 9000}
            - {name: afloat, type: boolean, from: /afloat, required: true}
            - {name: rig, type: text, from: /rig, one-of: [sloop, ketch]}
            - {name: sail, type: text, from: /sail, pattern: "[A-Z]+"}
            - {name: length, type: double, from: /length, min: 1, max: 99.5}
            - {name: built, type: date, from: /built}
            - {name: papers, type: json, from: /papers, max-length: 500}
            - {name: crew, type: "frozen<list<int>>", from: /crew, max-items: 4}
            - {name: shape, type: "vector<float, 700>", from: /shape}
        topic: {name: boats, format: %s}
        table: {keyspace: harbour, name: boats}
        """
            .formatted(format)
            .getBytes(UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "id => {'name':'id','type':{'type':'string','logicalType':'uuid'},'doc':'column of type uuid, in every row'}",
        "name => {'name':'name','type':'string','doc':'column of type text, in every row','minLength':2,'maxLength':9000}",
        "afloat => {'name':'afloat','type':'boolean','doc':'column of type boolean, in every row'}",
        "rig => {'name':'rig','type':['null','string'],'default':null,'doc':'column of type text','maxLength':4096,'enum':['sloop','ketch']}",
        "sail => {'name':'sail','type':['null','string'],'default':null,'doc':'column of type text','maxLength':4096,'pattern':'^(?:[A-Z]+)$'}",
        "length => {'name':'length','type':['null','double'],'default':null,'doc':'column of type double','minimum':1,'maximum':99.5}",
        "built => {'name':'built','type':['null',{'type':'int','logicalType':'date'}],'default':null,'doc':'column of type date'}",
        "papers => {'name':'papers','type':['null','string'],'default':null,'doc':'column of type json','maxLength':500}",
        "crew => {'name':'crew','type':['null',{'type':'array','items':'int'}],'default':null,'doc':'column of type frozen<list<int>>','maxItems':4}",
        "shape => {'name':'shape','type':['null',{'type':'array','items':'float'}],'default':null,'doc':'column of type vector<float, 700>','maxItems':700}"
      })
  void avro_saysOfAField(String name, String expected) throws Exception {
    JsonNode schema = JSON.readTree(EventAvroSchema.of(boats("avro")));

    for (JsonNode field : schema.path("fields")) {
      if (field.path("name").asText().equals(name)) {
        assertThat(field.toString()).isEqualTo(expected.replace('\'', '"'));
        return;
      }
    }
    throw new AssertionError("no field " + name);
  }

  @Test
  void closedJson_saysWhichMembersMustBeThere_andWhichMayBeNull() throws Exception {
    JsonNode schema = JSON.readTree(EventJsonSchema.closed(boats("json-schema")));

    assertThat(schema.path("required").toString()).isEqualTo("[\"id\",\"name\",\"afloat\"]");
    assertThat(schema.path("additionalProperties").asBoolean(true)).isFalse();
    assertThat(schema.at("/properties/id").toString())
        .isEqualTo("{\"type\":\"string\",\"format\":\"uuid\"}");
    assertThat(schema.at("/properties/built").toString())
        .isEqualTo("{\"type\":[\"string\",\"null\"],\"format\":\"date\"}");
  }

  @Test
  void closedJson_mayHaveTheMarkOfADelete() throws Exception {
    JsonNode schema = JSON.readTree(EventJsonSchema.closed(SchemaFormats.lots("format: avro")));

    assertThat(schema.at("/properties/_deleted/type").toString())
        .isEqualTo("[\"boolean\",\"null\"]");
    assertThat(schema.path("required").toString()).doesNotContain("_deleted");
  }

  /** The writer's room grows with its values, and what comes next fits too. */
  @ParameterizedTest
  @ValueSource(ints = {8_999, 2})
  void largeEvent_isWrittenAndRead(int letters) throws Exception {
    Pipeline pipeline = boats("avro");
    byte[] key = "15653f96-f1c3-420d-97d1-d62f71d463c2".getBytes(UTF_8);
    byte[] json =
        "{\"id\":\"%s\",\"name\":\"%s\",\"afloat\":true,\"shape\":[%s1]}"
            .formatted(new String(key, UTF_8), "x".repeat(letters), "0.5,".repeat(699))
            .getBytes(UTF_8);
    WriterSchema schema = WriterSchema.avro(EventAvroSchema.of(pipeline), pipeline);

    Encoded encoded = EventEncoder.of(pipeline, 1).encode(key, json);

    Decoded decoded =
        new RecordDecoder(pipeline, id -> schema)
            .decode(key, ((Encoded.Value) encoded).bytes(), null);
    assertThat(((Decoded.Row) decoded).values())
        .isEqualTo(((Decoded.Row) new EventDecoder(pipeline).decode(key, json)).values());
  }
}
