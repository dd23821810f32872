/** The consumer that one would write without Spark, and Cassandra alone. */
@NullMarked
package io.tributary.bench.plain;

import org.jspecify.annotations.NullMarked;
