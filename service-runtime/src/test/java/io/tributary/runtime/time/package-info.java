/** Tests of the clock. */
@NullMarked
package io.tributary.runtime.time;

import org.jspecify.annotations.NullMarked;
