/** The checkpoint: how its files are written, what they say, and who may use them. */
@NullMarked
package io.tributary.consumer.checkpoint;

import org.jspecify.annotations.NullMarked;
