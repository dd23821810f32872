package io.tributary.model.lineage;

import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineage.ColumnLineageDatasetFacetFieldsBuilder;
import io.openlineage.client.OpenLineage.DataQualityAssertionsDatasetFacetAssertions;
import io.openlineage.client.OpenLineage.DataQualityMetricsInputDatasetFacetColumnMetricsBuilder;
import io.openlineage.client.OpenLineage.InputDataset;
import io.openlineage.client.OpenLineage.InputDatasetInputFacetsBuilder;
import io.openlineage.client.OpenLineage.OutputDataset;
import io.tributary.model.definition.Field;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.definition.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The events of OpenLineage about the part of a run from the topics to the tables, as JSON. The
 * consumer does that part for all runs at once; the verifier is the one that knows it of a run.
 */
public final class VerifyLineage {
  private final Pipeline pipeline;
  private final LineageEvents events;
  private final OpenLineage lineage;

  public VerifyLineage(Pipeline pipeline, String runId, LineagePlaces places) {
    this.pipeline = pipeline;
    this.events =
        new LineageEvents(
            pipeline,
            runId,
            places,
            "verify",
            "Looks each published record up in the tables that the consumer writes");
    this.lineage = events.lineage();
  }

  /** The verification begins. */
  public String started(Instant at) {
    return events.start(at, inputs(Optional.empty()), outputs(Optional.empty()));
  }

  /** The verification has come to a verdict; a run that is not verified has failed. */
  public String ended(VerifiedCounts counts, Instant at) {
    return events.end(at, counts.why(), inputs(Optional.of(counts)), outputs(Optional.of(counts)));
  }

  /** The verification has come to no verdict. */
  public String failed(String why, Instant at) {
    return events.end(at, Optional.of(why), inputs(Optional.empty()), outputs(Optional.empty()));
  }

  private List<InputDataset> inputs(Optional<VerifiedCounts> counts) {
    InputDatasetInputFacetsBuilder topic = lineage.newInputDatasetInputFacetsBuilder();
    InputDatasetInputFacetsBuilder rejected = lineage.newInputDatasetInputFacetsBuilder();
    counts.ifPresent(
        found -> {
          topic.inputStatistics(read(found.published()));
          topic.dataQualityMetrics(metrics(found));
          topic.dataQualityAssertions(
              lineage.newDataQualityAssertionsDatasetFacet(
                  List.of(
                      none(
                          "landed",
                          "records that are neither row nor dead letter",
                          found.missing()),
                      none("same", "records whose row has other values", found.different()),
                      none("kept", "records that Kafka no longer has", found.lost()))));
          rejected.inputStatistics(read(found.rejected()));
        });
    return List.of(
        lineage
            .newInputDatasetBuilder()
            .namespace(events.kafkaNamespace())
            .name(pipeline.topic().name())
            .facets(events.topicFacets().schema(events.eventSchema()).build())
            .inputFacets(topic.build())
            .build(),
        lineage
            .newInputDatasetBuilder()
            .namespace(events.kafkaNamespace())
            .name(pipeline.topic().rejected())
            .facets(events.topicFacets().build())
            .inputFacets(rejected.build())
            .build());
  }

  private OpenLineage.InputStatisticsInputDatasetFacet read(long records) {
    return lineage.newInputStatisticsInputDatasetFacetBuilder().rowCount(records).build();
  }

  private OpenLineage.DataQualityMetricsInputDatasetFacet metrics(VerifiedCounts found) {
    DataQualityMetricsInputDatasetFacetColumnMetricsBuilder columns =
        lineage.newDataQualityMetricsInputDatasetFacetColumnMetricsBuilder();
    found
        .values()
        .forEach(
            (column, values) ->
                columns.put(
                    column,
                    lineage
                        .newDataQualityMetricsInputDatasetFacetColumnMetricsAdditionalBuilder()
                        .nullCount(found.events() - values)
                        .count((double) found.events())
                        .build()));
    return lineage
        .newDataQualityMetricsInputDatasetFacetBuilder()
        .rowCount(found.published())
        .columnMetrics(columns.build())
        .build();
  }

  private DataQualityAssertionsDatasetFacetAssertions none(
      String name, String description, long records) {
    return lineage
        .newDataQualityAssertionsDatasetFacetAssertionsBuilder()
        .assertion(name)
        .description(description)
        .expected("0")
        .actual(Long.toString(records))
        .success(records == 0)
        .severity("error")
        .build();
  }

  private List<OutputDataset> outputs(Optional<VerifiedCounts> counts) {
    Map<String, Field> fields =
        pipeline.event().fields().stream()
            .collect(Collectors.toMap(Field::name, Function.identity()));
    List<OutputDataset> outputs = new ArrayList<>();
    for (Table table : pipeline.tables()) {
      outputs.add(
          lineage
              .newOutputDatasetBuilder()
              .namespace(events.cassandraNamespace())
              .name(table.fullName())
              .facets(
                  events
                      .tableFacets()
                      .schema(
                          lineage.newSchemaDatasetFacet(
                              table.columns().stream()
                                  .map(fields::get)
                                  .map(field -> events.column(field.name(), field.type().cqlName()))
                                  .toList()))
                      .columnLineage(lineage.newColumnLineageDatasetFacet(columns(table), null))
                      .build())
              .outputFacets(
                  events.wrote(counts.map(found -> found.rows().getOrDefault(table.name(), 0L))))
              .build());
    }
    outputs.add(
        lineage
            .newOutputDatasetBuilder()
            .namespace(events.cassandraNamespace())
            .name(pipeline.keyspace() + "." + Table.DEAD_LETTERS)
            .facets(events.tableFacets().build())
            .outputFacets(events.wrote(counts.map(VerifiedCounts::deadLetters)))
            .build());
    return outputs;
  }

  /** Each column is the event's member of the same name. */
  private OpenLineage.ColumnLineageDatasetFacetFields columns(Table table) {
    ColumnLineageDatasetFacetFieldsBuilder columns =
        lineage.newColumnLineageDatasetFacetFieldsBuilder();
    for (String column : table.columns()) {
      columns.put(
          column,
          lineage
              .newColumnLineageDatasetFacetFieldsAdditionalBuilder()
              .inputFields(
                  List.of(
                      lineage
                          .newInputFieldBuilder()
                          .namespace(events.kafkaNamespace())
                          .name(pipeline.topic().name())
                          .field(column)
                          .build()))
              .build());
    }
    return columns.build();
  }
}
