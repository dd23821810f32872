package io.tributary.consumer.metrics;

import io.tributary.consumer.sink.EpochCommitted;
import java.util.function.Consumer;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerEvent;

/** Hands on what the sinks of queries without batches tell. */
public final class EpochSigns extends SparkListener {
  private final Consumer<EpochCommitted> told;

  public EpochSigns(Consumer<EpochCommitted> told) {
    this.told = told;
  }

  @Override
  public void onOtherEvent(SparkListenerEvent event) {
    if (event instanceof EpochCommitted epoch) {
      told.accept(epoch);
    }
  }
}
