package io.tributary.consumer.metrics;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.streaming.StreamingQueryListener;

/** Hands on what Spark tells about its queries, which bear their pipelines' names. */
public final class QuerySigns extends StreamingQueryListener {
  private final transient ConsumerMetrics metrics;
  private final transient Map<UUID, String> pipelines = new ConcurrentHashMap<>();

  public QuerySigns(ConsumerMetrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public void onQueryStarted(QueryStartedEvent event) {
    pipelines.put(event.runId(), event.name());
    metrics.started(event.name());
  }

  @Override
  public void onQueryProgress(QueryProgressEvent event) {
    metrics.done(event.progress().name(), Batch.of(event.progress()));
  }

  @Override
  public void onQueryIdle(QueryIdleEvent event) {
    String pipeline = pipelines.get(event.runId());
    if (pipeline != null) {
      metrics.idle(pipeline);
    }
  }

  @Override
  public void onQueryTerminated(QueryTerminatedEvent event) {
    pipelines.remove(event.runId());
  }
}
