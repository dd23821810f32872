/** The streaming queries: one of each definition, kept running. */
@NullMarked
package io.tributary.consumer.query;

import org.jspecify.annotations.NullMarked;
