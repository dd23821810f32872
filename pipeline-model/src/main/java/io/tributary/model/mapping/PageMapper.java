package io.tributary.model.mapping;

import io.tributary.model.definition.Pipeline;

/** Maps the answers of a source by the pipeline definition. For one thread. */
public final class PageMapper {
  private final Pipeline pipeline;

  public PageMapper(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  /**
   * Maps every record of an answer with status 200.
   *
   * @throws MalformedPageException when the answer is no page at all
   */
  public MappedPage map(byte[] body) throws MalformedPageException {
    throw new MalformedPageException(pipeline.name());
  }
}
