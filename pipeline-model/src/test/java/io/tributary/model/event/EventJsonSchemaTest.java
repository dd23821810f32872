package io.tributary.model.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.OutputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.tributary.model.definition.Pipeline;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventJsonSchemaTest {
  private JsonNode schema;

  @BeforeEach
  void derive() throws Exception {
    Pipeline products = Pipeline.load(Path.of("src/test/resources/pipelines/products.yaml"));
    schema = new ObjectMapper().readTree(EventJsonSchema.of(products));
  }

  @Test
  void of_namesItsDialectAndWhatIsRequired() {
    assertThat(schema.get("$schema").asText())
        .isEqualTo("https://json-schema.org/draft/2020-12/schema");
    assertThat(schema.get("type").asText()).isEqualTo("object");
    assertThat(schema.get("required").toString()).isEqualTo("[\"sku\",\"branch\",\"title\"]");
    assertThat(schema.get("properties")).hasSize(13);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "sku => {'type':'string','minLength':1,'maxLength':4096,'pattern':'^(?:[A-Z]{2}-[0-9]+)$'}",
        "branch => {'type':'integer','minimum':1,'maximum':99}",
        "title => {'type':'string','minLength':2,'maxLength':20}",
        "price => {'type':['string','null'],'pattern':'^-?(0|[1-9][0-9]*)(\\\\.[0-9]+)?$'}",
        "currency => {'type':['string','null'],'maxLength':4096,'enum':['eur','usd',null]}",
        "in_stock => {'type':['boolean','null']}",
        "sold => {'type':['integer','null'],'minimum':0,'maximum':9223372036854775807}",
        "weight => {'type':['number','null'],'minimum':0.5}",
        "released => {'type':['string','null'],'format':'date'}",
        "updated => {'type':['string','null'],'format':'date-time'}",
        "contact =>"
            + " {'type':['string','null'],'maxLength':4096,'pattern':'^[^@\\\\s]+@[^@\\\\s]+$'}",
      })
  void of_describesEachType(String field, String member) {
    assertThat(schema.at("/properties/" + field).toString()).isEqualTo(member.replace('\'', '"'));
  }

  /** Of a definition with deletes, so that only the key is described outside {@code else}. */
  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "tags =>"
            + " {'type':['array','null'],'maxItems':20,'items':{'type':'string','maxLength':30,'pattern':'^(?:[a-z]+)$'}}",
        "winners =>"
            + " {'type':['array','null'],'maxItems':1000,'items':{'type':'integer','minimum':1,'maximum':9223372036854775807}}",
        "fees =>"
            + " {'type':['object','null'],'maxProperties':1000,'additionalProperties':{'type':'string','pattern':'^-?(0|[1-9][0-9]*)(\\\\.[0-9]{1,2}0*)?$'}}",
        "viewings =>"
            + " {'type':['array','null'],'maxItems':1000,'items':{'type':'string','format':'date-time'}}",
        "place =>"
            + " {'type':['array','null'],'minItems':2,'maxItems':2,'items':{'type':'number','minimum':-180,'maximum':180}}",
        "opens_at =>"
            + " {'type':['string','null'],'pattern':'^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\\\.[0-9]{1,9})?)?$'}",
        "seen_from => {'type':['string','null'],'anyOf':[{'format':'ipv4'},{'format':'ipv6'}]}",
        "pictureData => {'type':['string','null'],'contentEncoding':'base64'}",
        "order => {}",
      })
  void of_describesCollections_byTheirItems(String field, String member) throws Exception {
    Pipeline everything = Pipeline.load(Path.of("src/test/resources/pipelines/everything.yaml"));

    JsonNode derived = new ObjectMapper().readTree(EventJsonSchema.of(everything));

    assertThat(derived.at("/else/properties/" + field).toString())
        .isEqualTo(member.replace('\'', '"'));
  }

  @Test
  void of_describesARequiredCollection_asOneWithItems() throws Exception {
    assertThat(stations().at("/properties/names").toString())
        .isEqualTo(
            "{\"type\":\"array\",\"minItems\":1,\"maxItems\":6,"
                + "\"items\":{\"type\":\"string\",\"maxLength\":40}}");
  }

  /** The schema and the decoder have the same opinion of these values. */
  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "\"names\":[\"a\",\"a\",\"\"] => true",
        "\"names\":[] => false",
        "\"names\":null => false",
        "\"names\":\"a\" => false",
        "\"names\":[\"a\",null] => false",
        "\"names\":[1] => false",
        "\"names\":[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\"] => false",
        "\"names\":[\"a\"],\"numbers\":[] => true",
        "\"names\":[\"a\"],\"numbers\":[2,1,2] => true",
        "\"names\":[\"a\"],\"numbers\":[2147483648] => false",
        "\"names\":[\"a\"],\"levels\":[-50.5] => false",
        "\"names\":[\"a\"],\"levels\":[-50,1e3] => true",
        "\"names\":[\"a\"],\"prices\":[1] => false",
        "\"names\":[\"a\"],\"prices\":[\"1.50\"] => true",
        "\"names\":[\"a\"],\"answers\":[true,\"true\"] => false",
        "\"names\":[\"a\"],\"hours\":[\"23:59\",\"00:00:00.5\"] => true",
        "\"names\":[\"a\"],\"hours\":[\"24:00\"] => false",
        "\"names\":[\"a\"],\"limits\":{\"z\":1,\"\":2} => true",
        "\"names\":[\"a\"],\"limits\":{\"z\":null} => false",
        "\"names\":[\"a\"],\"limits\":[1] => false",
        "\"names\":[\"a\"],\"limits\":{\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1,\"f\":1} => false",
        "\"names\":[\"a\"],\"place\":[0.1,-2,3e2] => true",
        "\"names\":[\"a\"],\"place\":[0.1,-2] => false",
        "\"names\":[\"a\"],\"place\":[0.1,-2,3,4] => false",
        "\"names\":[\"a\"],\"place\":[] => false",
        "\"names\":[\"a\"],\"place\":null => true",
        "\"names\":[\"a\"],\"order\":{\"a\":[1]} => true",
        "\"names\":[\"a\"],\"opens\":\"9:30\" => false",
      })
  void of_takesWhatTheDecoderTakes(String members, boolean taken) throws Exception {
    Pipeline stations = Pipeline.load(Path.of("src/test/resources/pipelines/stations.yaml"));
    String event = "{\"station\":\"S1\",\"ownerName\":\"Ada\",%s}".formatted(members);

    Decoded decoded =
        new EventDecoder(stations).decode("S1".getBytes(UTF_8), event.getBytes(UTF_8));
    boolean schemaTakesIt =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(stations())
            .validate(new ObjectMapper().readTree(event), OutputFormat.BOOLEAN);

    assertThat(decoded instanceof Decoded.Row).as("decoder: %s", decoded).isEqualTo(taken);
    assertThat(schemaTakesIt).as("schema").isEqualTo(taken);
  }

  private static JsonNode stations() throws Exception {
    return new ObjectMapper()
        .readTree(
            EventJsonSchema.of(
                Pipeline.load(Path.of("src/test/resources/pipelines/stations.yaml"))));
  }
}
