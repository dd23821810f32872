/** What became of each record, and of the run. */
@NullMarked
package io.tributary.verifier.verdict;

import org.jspecify.annotations.NullMarked;
