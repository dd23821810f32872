/** Spark's Kafka source, made to take records of any time. */
@NullMarked
package io.tributary.consumer.source;

import org.jspecify.annotations.NullMarked;
