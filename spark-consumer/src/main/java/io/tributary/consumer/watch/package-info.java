/** Looks at running pipelines from outside: their lag, and why one of them does nothing. */
@NullMarked
package io.tributary.consumer.watch;

import org.jspecify.annotations.NullMarked;
