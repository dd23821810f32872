/** Traces of runs, by OpenTelemetry, where somebody wants them. */
@NullMarked
package io.tributary.runtime.trace;

import org.jspecify.annotations.NullMarked;
