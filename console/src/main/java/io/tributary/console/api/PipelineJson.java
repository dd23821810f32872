package io.tributary.console.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.console.overview.History;
import io.tributary.console.overview.PipelineOverview;
import io.tributary.console.platform.Answer;
import io.tributary.console.platform.PartitionPosition;
import io.tributary.model.definition.Field;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.definition.Table;
import io.tributary.model.topic.ConsumerGroup;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** What the API says of pipelines. A member that is not known is left out, and the reason said. */
final class PipelineJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private PipelineJson() {}

  /** How a pipeline stands. */
  static ObjectNode overview(PipelineOverview pipeline) {
    ObjectNode json = JSON.objectNode();
    json.put("name", pipeline.name())
        .put("state", pipeline.state().word())
        .put("trouble", pipeline.state().isTrouble())
        .put("said", pipeline.said())
        .put("at", pipeline.at().toString());
    ObjectNode unknown = JSON.objectNode();
    if (pipeline.now().isKnown()) {
      figures(json, pipeline.now().value());
    } else {
      unknown.put("records_per_second", pipeline.now().why());
    }
    if (pipeline.lag().isKnown()) {
      json.put("lag", pipeline.lag().value()).put("lag_source", pipeline.lagSource());
    }
    unknown("lag", pipeline.lag(), unknown);
    pipeline.catchUpSeconds().asOptional().ifPresent(time -> json.put("catch_up_seconds", time));
    pipeline
        .lastRun()
        .asOptional()
        .flatMap(run -> run)
        .ifPresent(run -> json.set("last_run", RunJson.summary(run, pipeline.at())));
    unknown("last_run", pipeline.lastRun(), unknown);
    if (!unknown.isEmpty()) {
      json.set("not_known", unknown);
    }
    return json;
  }

  private static void unknown(String member, Answer<?> answer, ObjectNode unknown) {
    if (!answer.isKnown()) {
      unknown.put(member, answer.why());
    }
  }

  /** The same with what the definition says of its topics and tables. */
  static ObjectNode whole(PipelineOverview overview) {
    ObjectNode json = overview(overview);
    Pipeline pipeline = overview.pipeline();
    json.putObject("topic")
        .put("name", pipeline.topic().name())
        .put("rejected", pipeline.topic().rejected());
    json.put("dag", pipeline.dag().id());
    Map<String, Field> fields =
        pipeline.event().fields().stream().collect(Collectors.toMap(Field::name, field -> field));
    ArrayNode tables = json.putArray("tables");
    pipeline.tables().forEach(table -> tables.add(table(table, fields)));
    return json;
  }

  private static ObjectNode table(Table table, Map<String, Field> fields) {
    ObjectNode json = JSON.objectNode();
    json.put("keyspace", table.keyspace()).put("name", table.name());
    table.partitionKey().forEach(json.putArray("partition_key")::add);
    ArrayNode clustering = json.putArray("clustering");
    table
        .clustering()
        .forEach(
            column ->
                clustering
                    .addObject()
                    .put("name", column.name())
                    .put("order", column.descending() ? "desc" : "asc"));
    ArrayNode columns = json.putArray("columns");
    for (String column : table.columns()) {
      Field field = fields.get(column);
      if (field != null) {
        columns.addObject().put("name", column).put("type", field.type().word());
      }
    }
    table.ttl().ifPresent(ttl -> json.put("ttl_seconds", ttl.toSeconds()));
    return json;
  }

  /** The last hour, the oldest point first. */
  static ObjectNode history(List<History.Point> points) {
    ObjectNode json = JSON.objectNode();
    ArrayNode array = json.putArray("points");
    for (History.Point point : points) {
      ObjectNode node = array.addObject().put("at", point.at().toString());
      figures(node, point);
      point.lag().ifPresent(lag -> node.put("lag", lag));
    }
    return json;
  }

  private static void figures(ObjectNode json, History.Point point) {
    json.put("records_per_second", point.recordsPerSecond())
        .put("dead_letter_share", point.deadLetterShare());
    put(json, "p50_seconds", point.p50Seconds());
    put(json, "p99_seconds", point.p99Seconds());
  }

  private static void put(ObjectNode json, String member, OptionalDouble value) {
    if (value.isPresent()) {
      json.put(member, value.getAsDouble());
    }
  }

  /** How far a pipeline is in each partition. */
  static JsonNode lag(Pipeline pipeline, List<PartitionPosition> partitions) {
    ObjectNode json = JSON.objectNode();
    json.put("pipeline", pipeline.name())
        .put("group", ConsumerGroup.of(pipeline.name()))
        .put("lag", partitions.stream().mapToLong(PartitionPosition::lag).sum());
    ArrayNode array = json.putArray("partitions");
    for (PartitionPosition one : partitions) {
      ObjectNode node =
          array
              .addObject()
              .put("topic", one.topic())
              .put("partition", one.partition())
              .put("beginning", one.first())
              .put("end", one.end());
      if (one.next().isPresent()) {
        node.put("position", one.next().getAsLong());
      }
      node.put("lag", one.lag());
    }
    return json;
  }
}
