/** Rounds of Spark queries, the consumer's own above all. */
@NullMarked
package io.tributary.bench.spark;

import org.jspecify.annotations.NullMarked;
