package io.tributary.model.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.UUID;

/**
 * The id of a run where only UUIDs will do, such as in traces and lineage. It follows from the
 * run's name: each process and each try of the run has the same.
 */
public final class RunUuid {
  private RunUuid() {}

  /** The id of a run of a pipeline, in version 3 of RFC 9562. */
  public static UUID of(String pipeline, String runId) {
    return named(pipeline + "/" + runId);
  }

  /** The id of one step of it. */
  public static UUID of(String pipeline, String runId, String step) {
    return named(pipeline + "/" + runId + "/" + step);
  }

  private static UUID named(String name) {
    return UUID.nameUUIDFromBytes(("tributary/" + name).getBytes(UTF_8));
  }
}
