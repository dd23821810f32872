/** {@code tributary bench}: the pipeline beside its alternatives, measured in one run. */
@NullMarked
package io.tributary.benchmarks;

import org.jspecify.annotations.NullMarked;
