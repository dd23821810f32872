package io.tributary.model.lineage;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineage.DatasetFacetsBuilder;
import io.openlineage.client.OpenLineage.InputDataset;
import io.openlineage.client.OpenLineage.OutputDataset;
import io.openlineage.client.OpenLineage.OutputDatasetOutputFacets;
import io.openlineage.client.OpenLineage.RunEvent.EventType;
import io.openlineage.client.OpenLineage.RunFacetsBuilder;
import io.openlineage.client.OpenLineage.SchemaDatasetFacetFields;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.run.RunUuid;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the events of both jobs have in common. A pipeline's run is the parent of the run of each of
 * its jobs, and has the same id as its trace.
 */
final class LineageEvents {
  private static final String NAME = "TRIBUTARY";

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL)
          .registerModule(
              new SimpleModule().addSerializer(ZonedDateTime.class, new TimeSerializer()));

  private final Pipeline pipeline;
  private final String runId;
  private final LineagePlaces places;
  private final String step;
  private final String about;
  private final OpenLineage lineage;

  /**
   * @param step what the job does, which ends its name
   * @param about the same as a sentence
   */
  LineageEvents(Pipeline pipeline, String runId, LineagePlaces places, String step, String about) {
    this.pipeline = pipeline;
    this.runId = runId;
    this.places = places;
    this.step = step;
    this.about = about;
    this.lineage = new OpenLineage(uri("urn", "tributary:" + places.version()));
  }

  OpenLineage lineage() {
    return lineage;
  }

  String start(Instant at, List<InputDataset> inputs, List<OutputDataset> outputs) {
    return event(EventType.START, at, Optional.empty(), inputs, outputs);
  }

  /**
   * @param failure why the job failed; nothing if it did not
   */
  String end(
      Instant at,
      Optional<String> failure,
      List<InputDataset> inputs,
      List<OutputDataset> outputs) {
    return event(
        failure.isPresent() ? EventType.FAIL : EventType.COMPLETE, at, failure, inputs, outputs);
  }

  private String event(
      EventType type,
      Instant at,
      Optional<String> failure,
      List<InputDataset> inputs,
      List<OutputDataset> outputs) {
    OpenLineage.RunEvent event =
        lineage
            .newRunEventBuilder()
            .eventType(type)
            .eventTime(at.atZone(ZoneOffset.UTC))
            .run(run(failure))
            .job(job())
            .inputs(inputs)
            .outputs(outputs)
            .build();
    try {
      return JSON.writeValueAsString(event);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private OpenLineage.Run run(Optional<String> failure) {
    RunFacetsBuilder facets =
        lineage
            .newRunFacetsBuilder()
            .parent(
                lineage.newParentRunFacet(
                    lineage.newParentRunFacetRun(RunUuid.of(pipeline.name(), runId), null),
                    lineage.newParentRunFacetJob(places.namespace(), pipeline.name(), null),
                    null))
            .processing_engine(
                lineage.newProcessingEngineRunFacet(
                    places.version(), NAME.toLowerCase(Locale.ROOT), null))
            .tags(
                lineage.newTagsRunFacet(
                    List.of(lineage.newTagsRunFacetFields("run_id", runId, NAME))));
    failure.ifPresent(
        why -> facets.errorMessage(lineage.newErrorMessageRunFacet(why, "JAVA", null)));
    return lineage.newRun(RunUuid.of(pipeline.name(), runId, step), facets.build());
  }

  private OpenLineage.Job job() {
    return lineage.newJob(
        places.namespace(),
        pipeline.name() + "." + step,
        lineage
            .newJobFacetsBuilder()
            .jobType(lineage.newJobTypeJobFacet("BATCH", NAME, step.toUpperCase(Locale.ROOT), null))
            .documentation(lineage.newDocumentationJobFacet(about, "text/plain"))
            .build());
  }

  String kafkaNamespace() {
    return "kafka://" + places.kafka();
  }

  String cassandraNamespace() {
    return "cassandra://" + places.cassandra();
  }

  DatasetFacetsBuilder topicFacets() {
    return facets("kafka", server("kafka", places.kafka()), "TOPIC");
  }

  DatasetFacetsBuilder tableFacets() {
    return facets("cassandra", server("cassandra", places.cassandra()), "TABLE");
  }

  /** What is no address, such as the name of a bundle, is encoded. */
  private static URI server(String scheme, String address) {
    return uri(scheme, "//" + address);
  }

  private static URI uri(String scheme, String rest) {
    try {
      return new URI(scheme, rest, null);
    } catch (URISyntaxException malformed) {
      throw new IllegalArgumentException(malformed);
    }
  }

  DatasetFacetsBuilder facets(String system, URI uri, String type) {
    return lineage
        .newDatasetFacetsBuilder()
        .dataSource(lineage.newDatasourceDatasetFacet(system, uri))
        .datasetType(lineage.newDatasetTypeDatasetFacet(type, null));
  }

  /** The event's members. */
  OpenLineage.SchemaDatasetFacet eventSchema() {
    return lineage.newSchemaDatasetFacet(
        pipeline.event().fields().stream()
            .map(field -> column(field.name(), field.type().word()))
            .toList());
  }

  SchemaDatasetFacetFields column(String name, String type) {
    return lineage.newSchemaDatasetFacetFieldsBuilder().name(name).type(type).build();
  }

  /** Nothing of what is not known yet. */
  OutputDatasetOutputFacets wrote(Optional<Long> records) {
    OpenLineage.OutputDatasetOutputFacetsBuilder facets =
        lineage.newOutputDatasetOutputFacetsBuilder();
    records.ifPresent(
        count ->
            facets.outputStatistics(
                lineage.newOutputStatisticsOutputDatasetFacetBuilder().rowCount(count).build()));
    return facets.build();
  }

  /** RFC 3339, which Java's own text is not where seconds are zero. */
  private static final class TimeSerializer extends StdSerializer<ZonedDateTime> {
    TimeSerializer() {
      super(ZonedDateTime.class);
    }

    @Override
    public void serialize(ZonedDateTime time, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeString(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time));
    }
  }
}
