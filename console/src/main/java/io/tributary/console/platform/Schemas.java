package io.tributary.console.platform;

import io.tributary.model.definition.Pipeline;
import io.tributary.runtime.registry.RegistryConnection;
import io.tributary.verifier.registry.TopicSchemas;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The schemas of pipelines' topics. Nothing is asked of the registry before a record names one.
 * Safe for several threads.
 */
public final class Schemas {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final RegistryConnection registry;
  private final Map<Pipeline, TopicSchemas> known = new ConcurrentHashMap<>();

  public Schemas(RegistryConnection registry) {
    this.registry = registry;
  }

  /** Those of a pipeline as it is defined now. */
  public TopicSchemas of(Pipeline pipeline) {
    known.keySet().removeIf(old -> old.name().equals(pipeline.name()) && !old.equals(pipeline));
    return known.computeIfAbsent(
        pipeline, unknown -> new TopicSchemas(pipeline, registry, PATIENCE));
  }
}
