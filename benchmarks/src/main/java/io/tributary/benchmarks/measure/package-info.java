/** What is measured: one class for each question. */
@NullMarked
package io.tributary.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
