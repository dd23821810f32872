/** Kafka, Cassandra and Spark as child processes. */
@NullMarked
package io.tributary.stack;

import org.jspecify.annotations.NullMarked;
