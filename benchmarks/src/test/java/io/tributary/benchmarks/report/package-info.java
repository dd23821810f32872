@NullMarked
package io.tributary.benchmarks.report;

import org.jspecify.annotations.NullMarked;
