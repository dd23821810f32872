/** What is measured: one class for each question. */
@NullMarked
package io.tributary.bench.measure;

import org.jspecify.annotations.NullMarked;
