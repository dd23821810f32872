package io.tributary.consumer.metrics;

import io.tributary.consumer.sink.EpochDone;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerEvent;

/** Hands on what the sinks of queries without batches tell. */
public final class EpochSigns extends SparkListener {
  private final ConsumerMetrics metrics;

  public EpochSigns(ConsumerMetrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public void onOtherEvent(SparkListenerEvent event) {
    if (event instanceof EpochDone epoch) {
      metrics.done(epoch);
    }
  }
}
