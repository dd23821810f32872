/** The one clock that services wait by. */
@NullMarked
package io.tributary.runtime.time;

import org.jspecify.annotations.NullMarked;
