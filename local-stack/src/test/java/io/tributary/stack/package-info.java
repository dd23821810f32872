/** Tests against real processes, and what they share. */
@NullMarked
package io.tributary.stack;

import org.jspecify.annotations.NullMarked;
