/** Reads the records of a run back and looks each one up. */
@NullMarked
package io.tributary.verifier.verification;

import org.jspecify.annotations.NullMarked;
