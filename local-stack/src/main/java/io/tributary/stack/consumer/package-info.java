/** The consumer in a process of its own. */
@NullMarked
package io.tributary.stack.consumer;

import org.jspecify.annotations.NullMarked;
