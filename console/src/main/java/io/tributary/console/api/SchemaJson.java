package io.tributary.console.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.console.schema.SchemaTexts;
import io.tributary.console.schema.SubjectState;
import io.tributary.console.schema.Verdict;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.EventJsonSchema;
import io.tributary.model.schema.EventSchema;
import io.tributary.model.schema.FieldChange;
import io.tributary.model.schema.SchemaHistory.Version;
import java.util.List;
import java.util.Locale;

/** What the API says of schemas. */
final class SchemaJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private SchemaJson() {}

  /** Of a pipeline whose events have no schema. */
  static ObjectNode plain(Pipeline pipeline) {
    ObjectNode json = head(pipeline);
    json.putObject("definition")
        .put("type", EventSchema.JSON)
        .set("schema", SchemaTexts.json(EventJsonSchema.of(pipeline)));
    json.putArray("versions");
    return json;
  }

  /** What the registry has of a pipeline's subject. */
  static ObjectNode of(Pipeline pipeline, EventSchema defined, SubjectState state) {
    ObjectNode json = head(pipeline);
    json.put("subject", defined.subject())
        .put("schema_id", pipeline.topic().format().schemaId().word())
        .put("rule", pipeline.topic().format().compatibility().name())
        .put("registry", state.registry());
    state.rule().ifPresent(rule -> json.put("registry_rule", rule));
    json.set("definition", definition(defined, state.verdict()));
    ArrayNode versions = json.putArray("versions");
    state.versions().forEach(version -> versions.add(version(version)));
    return json.put("older_versions", state.older());
  }

  private static ObjectNode head(Pipeline pipeline) {
    return JSON.objectNode()
        .put("pipeline", pipeline.name())
        .put("format", pipeline.topic().format().encoding().word());
  }

  private static ObjectNode definition(EventSchema defined, Verdict verdict) {
    ObjectNode json = JSON.objectNode();
    json.put("type", defined.type())
        .put("state", verdict.kind().name().toLowerCase(Locale.ROOT))
        .put("said", verdict.said());
    json.set("changes", changes(verdict.changes()));
    ArrayNode problems = json.putArray("problems");
    verdict.problems().forEach(problems::add);
    json.set("schema", SchemaTexts.json(defined.text()));
    return json;
  }

  private static ObjectNode version(Version version) {
    ObjectNode json =
        JSON.objectNode()
            .put("version", version.number())
            .put("id", version.id())
            .put("type", version.schema().type());
    json.set("changes", changes(version.changes()));
    return json;
  }

  /** A version with its schema. */
  static ObjectNode whole(Version version) {
    ObjectNode json = version(version);
    json.set("schema", SchemaTexts.json(version.schema().text()));
    return json;
  }

  private static ArrayNode changes(List<FieldChange> changes) {
    ArrayNode json = JSON.arrayNode();
    for (FieldChange change : changes) {
      ObjectNode one = json.addObject();
      if (!change.field().isEmpty()) {
        one.put("field", change.field());
      }
      one.put("what", change.what())
          .put("backward", change.backward())
          .put("forward", change.forward());
    }
    return json;
  }
}
