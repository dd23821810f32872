/** The producer as a variant, and Kafka's own tool beside it. */
@NullMarked
package io.tributary.benchmarks.produce;

import org.jspecify.annotations.NullMarked;
