package io.tributary.model.lineage;

import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineage.InputDataset;
import io.openlineage.client.OpenLineage.InputDatasetInputFacetsBuilder;
import io.openlineage.client.OpenLineage.OutputDataset;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.definition.SourceUrl;
import io.tributary.model.receipt.Receipt;
import io.tributary.model.receipt.SourceReading;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The events of OpenLineage about the producer's part of a run, from the source to the topics, as
 * JSON. The source is told by its URL, which has neither query nor user.
 */
public final class ProduceLineage {
  private final Pipeline pipeline;
  private final LineageEvents events;
  private final OpenLineage lineage;

  public ProduceLineage(Pipeline pipeline, String runId, LineagePlaces places) {
    this.pipeline = pipeline;
    this.events =
        new LineageEvents(
            pipeline,
            runId,
            places,
            "produce",
            "Fetches records of the source, maps them to events and publishes them");
    this.lineage = events.lineage();
  }

  /** The run begins. */
  public String started(Instant at) {
    return events.start(
        at,
        List.of(source(Optional.empty())),
        List.of(topic(Optional.empty()), rejected(Optional.empty())));
  }

  /**
   * The run has ended.
   *
   * @param failure why it did not do what it was asked to; nothing if it did
   */
  public String ended(Receipt receipt, Optional<String> failure) {
    return events.end(
        receipt.ended(),
        failure,
        List.of(source(Optional.of(receipt))),
        List.of(
            topic(Optional.of(receipt.published())), rejected(Optional.of(receipt.rejected()))));
  }

  private InputDataset source(Optional<Receipt> receipt) {
    URI url = pipeline.source().url();
    String server = url.getScheme() + "://" + url.getRawAuthority();
    String path = SourceUrl.text(url).substring(server.length());
    InputDatasetInputFacetsBuilder facets = lineage.newInputDatasetInputFacetsBuilder();
    receipt.ifPresent(
        read ->
            facets.inputStatistics(
                lineage
                    .newInputStatisticsInputDatasetFacetBuilder()
                    .rowCount(read.fetched())
                    .fileCount(read.reading().map(SourceReading::pages).orElse(null))
                    .build()));
    return lineage
        .newInputDatasetBuilder()
        .namespace(server)
        .name(path.isEmpty() ? "/" : path)
        .facets(events.facets(url.getScheme(), url, "API").build())
        .inputFacets(facets.build())
        .build();
  }

  private OutputDataset topic(Optional<Long> published) {
    return lineage
        .newOutputDatasetBuilder()
        .namespace(events.kafkaNamespace())
        .name(pipeline.topic().name())
        .facets(events.topicFacets().schema(events.eventSchema()).build())
        .outputFacets(events.wrote(published))
        .build();
  }

  private OutputDataset rejected(Optional<Long> records) {
    return lineage
        .newOutputDatasetBuilder()
        .namespace(events.kafkaNamespace())
        .name(pipeline.topic().rejected())
        .facets(events.topicFacets().build())
        .outputFacets(events.wrote(records))
        .build();
  }
}
