/** Proves of a run that each of its records arrived, and shows those that became dead letters. */
@NullMarked
package io.tributary.verifier;

import org.jspecify.annotations.NullMarked;
