/** Spark's side of the sink: from the Kafka source's rows to rows and dead letters. */
@NullMarked
package io.tributary.consumer.sink;

import org.jspecify.annotations.NullMarked;
