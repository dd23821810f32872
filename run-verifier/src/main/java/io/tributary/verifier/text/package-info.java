/** Bytes of unknown origin on a terminal. */
@NullMarked
package io.tributary.verifier.text;

import org.jspecify.annotations.NullMarked;
