package io.tributary.producer.source;

import io.tributary.model.mapping.MappedRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import okhttp3.HttpUrl;

/** Pages that nobody fetched. */
public final class Pages {
  private Pages() {}

  /**
   * @param place what the records' cursors begin with
   */
  public static FetchedPage of(String place, Instant fetchedAt, List<MappedRecord> records) {
    PageRequest request =
        new PageRequest(
            1, place, HttpUrl.get("http://people.example/"), records.size(), Long.MAX_VALUE);
    return new FetchedPage(request, records, records.size(), fetchedAt, Optional.empty());
  }
}
