/** What became of each record: a row, a dead letter, or neither yet. */
@NullMarked
package io.tributary.verifier.outcome;

import org.jspecify.annotations.NullMarked;
