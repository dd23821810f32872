/** Figures, and how they are shown. */
@NullMarked
package io.tributary.bench.report;

import org.jspecify.annotations.NullMarked;
