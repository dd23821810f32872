package io.tributary.consumer.metrics;

import io.tributary.consumer.sink.EpochDone;
import java.util.function.Consumer;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerEvent;

/** Hands on what the sinks of queries without batches tell. */
public final class EpochSigns extends SparkListener {
  private final Consumer<EpochDone> told;

  public EpochSigns(Consumer<EpochDone> told) {
    this.told = told;
  }

  @Override
  public void onOtherEvent(SparkListenerEvent event) {
    if (event instanceof EpochDone epoch) {
      told.accept(epoch);
    }
  }
}
