/** The record of runs. */
@NullMarked
package io.tributary.verifier.runs;

import org.jspecify.annotations.NullMarked;
