/** The consumer against a real Kafka and a real Cassandra. */
@NullMarked
package io.tributary.stack.consumer;

import org.jspecify.annotations.NullMarked;
