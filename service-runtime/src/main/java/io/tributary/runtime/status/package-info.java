/** What a running service shows of itself: health, readiness, metrics. */
@NullMarked
package io.tributary.runtime.status;

import org.jspecify.annotations.NullMarked;
