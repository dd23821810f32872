package io.tributary.verifier;

import io.tributary.runtime.cassandra.CassandraAddress;
import io.tributary.runtime.config.Setting;
import io.tributary.runtime.config.StackSettings;
import java.util.List;
import java.util.stream.Stream;

/** The settings of run-verifier. */
public final class VerifierSettings {
  public static final List<Setting<?>> ALL =
      Stream.concat(
              Stream.of(
                  StackSettings.PIPELINE_FILE,
                  StackSettings.KAFKA_BOOTSTRAP_SERVERS,
                  StackSettings.LOG_LEVEL),
              CassandraAddress.SETTINGS.stream())
          .toList();

  private VerifierSettings() {}
}
