/** Rounds of Spark queries, the consumer's own above all. */
@NullMarked
package io.tributary.benchmarks.spark;

import org.jspecify.annotations.NullMarked;
