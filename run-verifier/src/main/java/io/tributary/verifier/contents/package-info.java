/** What the records of a run hold: their keys and the columns that they fill. */
@NullMarked
package io.tributary.verifier.contents;

import org.jspecify.annotations.NullMarked;
