/** How a benchmark talks with its variants: orders one way, signals the other, a line each. */
@NullMarked
package io.tributary.benchmarks.order;

import org.jspecify.annotations.NullMarked;
