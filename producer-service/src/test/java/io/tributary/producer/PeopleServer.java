package io.tributary.producer;

import io.tributary.producer.source.People;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Answers requests for pages of people, or as it is told to. */
final class PeopleServer extends Dispatcher {
  private final List<String> asked = new ArrayList<>();
  private IntFunction<MockResponse.@Nullable Builder> faults = number -> null;

  /**
   * @param fault the answer to the request of this number, counted from 1; null for the page
   */
  synchronized void faults(IntFunction<MockResponse.@Nullable Builder> fault) {
    faults = fault;
  }

  /** The queries of all requests, in order. */
  synchronized List<String> asked() {
    return List.copyOf(asked);
  }

  @Override
  public synchronized MockResponse dispatch(RecordedRequest request) {
    HttpUrl url = request.getUrl();
    asked.add(Objects.requireNonNull(url.query()));
    MockResponse.Builder fault = faults.apply(asked.size());
    if (fault != null) {
      return fault.build();
    }
    String seed = Objects.requireNonNull(url.queryParameter("seed"));
    int page = Integer.parseInt(Objects.requireNonNull(url.queryParameter("page")));
    int size = Integer.parseInt(Objects.requireNonNull(url.queryParameter("results")));
    return new MockResponse.Builder().body(People.page(seed, page, size)).build();
  }
}
