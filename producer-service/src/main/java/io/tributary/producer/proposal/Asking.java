package io.tributary.producer.proposal;

import io.tributary.producer.source.SourceFailedException;
import java.util.Optional;
import okhttp3.HttpUrl;

/** How answers are had; the tests have their own. */
interface Asking {
  /** The answer to a request. */
  Answered ask(HttpUrl url) throws SourceFailedException, InterruptedException;

  /** The answer to a request that need not succeed. */
  default Optional<Answered> probe(HttpUrl url) throws InterruptedException {
    try {
      return Optional.of(ask(url));
    } catch (SourceFailedException refused) {
      return Optional.empty();
    }
  }
}
