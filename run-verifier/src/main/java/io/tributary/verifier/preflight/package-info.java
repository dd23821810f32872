/** Sees, before anything is fetched, that a run can end well. */
@NullMarked
package io.tributary.verifier.preflight;

import org.jspecify.annotations.NullMarked;
