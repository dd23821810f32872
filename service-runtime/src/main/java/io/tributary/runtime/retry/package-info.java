/** Trying again, and the waits in between. */
@NullMarked
package io.tributary.runtime.retry;

import org.jspecify.annotations.NullMarked;
