/** The JVMs that what is compared runs in, and what they cost. */
@NullMarked
package io.tributary.benchmarks.variant;

import org.jspecify.annotations.NullMarked;
