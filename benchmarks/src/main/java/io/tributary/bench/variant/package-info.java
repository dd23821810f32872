/** The JVMs that what is compared runs in, and what they cost. */
@NullMarked
package io.tributary.bench.variant;

import org.jspecify.annotations.NullMarked;
