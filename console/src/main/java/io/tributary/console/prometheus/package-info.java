/** What the console knows, as metrics for Prometheus. */
@NullMarked
package io.tributary.console.prometheus;

import org.jspecify.annotations.NullMarked;
