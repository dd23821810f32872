/** A Kafka and a Cassandra that let only known clients in, through TLS. */
@NullMarked
package io.tributary.stack.secured;

import org.jspecify.annotations.NullMarked;
