package io.tributary.model.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
        "contact => {'type':['string','null'],'maxLength':4096,'pattern':'^[^@\\\\s]+@[^@\\\\s]+$'}",
      })
  void of_describesEachType(String field, String member) {
    assertThat(schema.at("/properties/" + field).toString()).isEqualTo(member.replace('\'', '"'));
  }
}
