package io.tributary.stack.demo;

import io.tributary.producer.source.HttpLimits;
import io.tributary.runtime.trace.TraceOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What a demo is asked to do.
 *
 * @param users records to send through, 1 or more
 * @param source where to fetch them; none for the definition's own, or the simulator
 * @param definition the pipeline's file
 * @param data folder of everything that it keeps
 * @param fresh whether to delete first what earlier demos left there
 * @param keep whether to stay up afterwards
 * @param timeout how long the records may take to be published, and then to land
 * @param http what an answer of the source may cost
 * @param traces where the traces of its runs go
 * @param terminal whether standard error is one
 * @param columns of the terminal that standard output is; 0 when it is none
 */
record DemoOptions(
    long users,
    Optional<URI> source,
    Path definition,
    Path data,
    boolean fresh,
    boolean keep,
    Duration timeout,
    HttpLimits http,
    TraceOptions traces,
    boolean terminal,
    int columns) {

  /** The folder of schemas beside the definition, if its events have one. */
  Path schemas() {
    return schemas(definition);
  }

  static Path schemas(Path definition) {
    return definition.toAbsolutePath().resolveSibling("schemas");
  }
}
