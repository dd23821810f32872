package io.tributary.verifier.replay;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The record of a dead letter as Kafka once took it.
 *
 * @param time that it counts with, in milliseconds since the epoch
 * @param headers the last one of each name
 */
@SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
record Original(
    byte @Nullable [] key, byte @Nullable [] value, long time, Map<String, byte[]> headers) {

  Original {
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }
}
