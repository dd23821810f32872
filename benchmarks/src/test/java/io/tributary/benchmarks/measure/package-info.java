@NullMarked
package io.tributary.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
