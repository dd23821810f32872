/** What the consumer shows of its work: metrics and readiness. */
@NullMarked
package io.tributary.consumer.metrics;

import org.jspecify.annotations.NullMarked;
