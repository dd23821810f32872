package io.tributary.console.record;

import io.tributary.console.platform.Inquiries;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.WriterSchemas;
import io.tributary.runtime.time.Ticker;
import java.util.function.Function;

/**
 * Finds one record and what became of it, without reading a table or a topic as a whole. The row
 * with a key has the time of its record as its write time; with that and the partition of the key,
 * the record is among a few in Kafka. Every question has a limit of time, and so has the whole
 * search: what is not known then is among the limits of the trace. Safe for several threads.
 */
public final class RecordSearch {
  /** Records that are read where one with a known write time must be. */
  static final int MOST_AT_TIME = 8;

  /** The same, for each partition that is not the key's by Kafka's usual partitioner. */
  static final int MOST_ELSEWHERE = 2;

  /** Partitions that are looked at besides the key's. */
  static final int MOST_OTHER_PARTITIONS = 16;

  /** The newest records of a partition, where no row says when a record was. */
  static final int MOST_OF_TAIL = 1_000;

  /** Records after one, for what deleted its row. */
  static final int MOST_AFTER = 5_000;

  /** Records of runs, for one with a cursor. */
  static final int MOST_OF_RUNS = 20_000;

  /** Runs that are searched for a cursor. */
  static final int MOST_RUNS = 5;

  private final TopicReader topics;
  private final Landings landings;
  private final Function<Pipeline, WriterSchemas> schemas;
  private final Inquiries inquiries;
  private final Ticker ticker;

  /**
   * @param schemas those that a pipeline's records name
   */
  public RecordSearch(
      TopicReader topics,
      Landings landings,
      Function<Pipeline, WriterSchemas> schemas,
      Inquiries inquiries,
      Ticker ticker) {
    this.schemas = schemas;
    this.topics = topics;
    this.landings = landings;
    this.inquiries = inquiries;
    this.ticker = ticker;
  }

  /** What there is of the record; never fails because Kafka or Cassandra do not answer. */
  public RecordTrace find(Pipeline pipeline, RecordQuery query) {
    Questions questions =
        new Questions(topics, landings, inquiries, ticker, pipeline, schemas.apply(pipeline));
    OneSearch search = new OneSearch(pipeline, query, questions);
    if (query instanceof RecordQuery.ByPosition place) {
      return search.byPosition(place.position());
    }
    return query instanceof RecordQuery.ByCursor place
        ? search.byCursor(place.cursor(), place.run())
        : search.byKey(((RecordQuery.ByKey) query).key());
  }
}
