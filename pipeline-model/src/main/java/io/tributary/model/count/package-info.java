/** Counting what differs, in bounded memory. */
@NullMarked
package io.tributary.model.count;

import org.jspecify.annotations.NullMarked;
