package io.tributary.console.prometheus;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;

/** One metric of a scrape and its values. For one thread. */
final class GaugeFamily {
  private final GaugeSnapshot.Builder values = GaugeSnapshot.builder();

  GaugeFamily(String name, String help) {
    values.name(name).help(help);
  }

  /**
   * @param labels names and values in turn
   */
  void add(double value, String... labels) {
    values.dataPoint(
        GaugeDataPointSnapshot.builder().value(value).labels(Labels.of(labels)).build());
  }

  void add(boolean value, String... labels) {
    add(value ? 1 : 0, labels);
  }

  GaugeSnapshot snapshot() {
    return values.build();
  }
}
