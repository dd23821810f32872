package io.tributary.producer.source;

import io.tributary.model.mapping.Fetch;
import io.tributary.model.mapping.MalformedPageException;
import io.tributary.model.mapping.MappedPage;

/** Maps the body of an answer with status 200; {@code PageMapper::map}. */
@FunctionalInterface
public interface PageMapping {
  MappedPage map(byte[] body, Fetch fetch) throws MalformedPageException;
}
