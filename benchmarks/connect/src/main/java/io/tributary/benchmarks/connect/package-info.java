/** Kafka Connect's way to read Avro. */
@NullMarked
package io.tributary.benchmarks.connect;

import org.jspecify.annotations.NullMarked;
