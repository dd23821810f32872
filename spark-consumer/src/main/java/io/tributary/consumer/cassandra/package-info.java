/** Writing rows: batches of one replica set, retried until they are acknowledged. */
@NullMarked
package io.tributary.consumer.cassandra;

import org.jspecify.annotations.NullMarked;
