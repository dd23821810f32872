/** The runs of a pipeline. */
@NullMarked
package io.tributary.console.runs;

import org.jspecify.annotations.NullMarked;
