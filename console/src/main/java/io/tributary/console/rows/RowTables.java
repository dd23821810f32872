package io.tributary.console.rows;

import io.tributary.model.definition.Pipeline;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The tables of pipelines, kept until a definition is read again. Safe for several threads. */
final class RowTables {
  private final Map<String, Kept> kept = new ConcurrentHashMap<>();

  private record Kept(Pipeline pipeline, List<RowTable> tables) {}

  /** Those of a pipeline, in its order. */
  List<RowTable> of(Pipeline pipeline) {
    @Nullable Kept known = kept.get(pipeline.name());
    if (known == null || !known.pipeline().equals(pipeline)) {
      known = new Kept(pipeline, RowTable.ofAll(pipeline));
      kept.put(pipeline.name(), known);
    }
    return known.tables();
  }
}
