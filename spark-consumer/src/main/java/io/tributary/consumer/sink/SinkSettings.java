package io.tributary.consumer.sink;

import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import io.tributary.consumer.fence.FenceMode;
import java.io.Serializable;
import java.time.Duration;

/**
 * How the sinks of all pipelines write.
 *
 * @param writesInFlight requests that one task has under way at most, 1 or more
 * @param futureTolerance how far ahead of the clock a record's time may be
 * @param deadLetterTtl how long dead letters are kept; zero for ever
 * @param fence whether offsets are committed behind a fence
 */
public record SinkSettings(
    DefaultConsistencyLevel consistency,
    int writesInFlight,
    Duration futureTolerance,
    Duration deadLetterTtl,
    FenceMode fence)
    implements Serializable {}
