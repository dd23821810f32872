/** Kafka, Cassandra and Spark as child processes, and the front door to everything. */
@NullMarked
package io.tributary.stack;

import org.jspecify.annotations.NullMarked;
