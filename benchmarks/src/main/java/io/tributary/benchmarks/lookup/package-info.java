/** Looks rows up by key, one after the other or at a steady rate, and notes how long each takes. */
@NullMarked
package io.tributary.benchmarks.lookup;

import org.jspecify.annotations.NullMarked;
