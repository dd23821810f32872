package io.tributary.console.prometheus;

import io.tributary.console.overview.PipelineOverview;
import io.tributary.console.platform.Airflow;
import io.tributary.console.platform.PartitionPosition;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.run.RunRecord;
import java.util.List;
import java.util.Optional;

/** Whom the figures come from. Each answers on the thread that asks, and may take its time. */
interface Sources {
  /** All pipelines as the console's last look saw them, at once. */
  List<PipelineOverview> pipelines();

  /** A run with the verifier's report. */
  Optional<RunRecord> run(Pipeline pipeline, String runId) throws Exception;

  /** Where the consumer group of a pipeline is. */
  List<PartitionPosition> positions(Pipeline pipeline) throws Exception;

  /** Nothing where there is no Airflow. */
  Optional<Airflow> airflow();

  /** Where people's browsers find the console; at once. */
  String page();
}
