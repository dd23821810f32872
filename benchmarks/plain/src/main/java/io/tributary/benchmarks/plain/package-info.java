/** The consumer that one would write without Spark, and Cassandra alone. */
@NullMarked
package io.tributary.benchmarks.plain;

import org.jspecify.annotations.NullMarked;
