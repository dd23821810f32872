/** What the tutorials do: Spark with {@code from_json} and the connector's sink. */
@NullMarked
package io.tributary.benchmarks.stock;

import org.jspecify.annotations.NullMarked;
