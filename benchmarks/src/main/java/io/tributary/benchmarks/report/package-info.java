/** Figures, and how they are shown. */
@NullMarked
package io.tributary.benchmarks.report;

import org.jspecify.annotations.NullMarked;
