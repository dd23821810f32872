/** TLS of the connections to Kafka and Cassandra, from PEM files. */
@NullMarked
package io.tributary.runtime.tls;

import org.jspecify.annotations.NullMarked;
