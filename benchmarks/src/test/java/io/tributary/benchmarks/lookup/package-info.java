@NullMarked
package io.tributary.benchmarks.lookup;

import org.jspecify.annotations.NullMarked;
