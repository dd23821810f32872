package io.tributary.producer.record;

import io.tributary.model.run.RunReport;

/** Where one run is on record. For one thread. */
public interface RunRecordStore extends AutoCloseable {
  /** Replaces what was said before; throws why it cannot. */
  void write(RunReport report);

  @Override
  void close();
}
