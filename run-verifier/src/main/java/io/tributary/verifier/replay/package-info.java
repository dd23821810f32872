/** Publishing the records of dead letters again. */
@NullMarked
package io.tributary.verifier.replay;

import org.jspecify.annotations.NullMarked;
