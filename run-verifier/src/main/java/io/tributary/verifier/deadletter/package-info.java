/** Finding, showing and changing dead letters. */
@NullMarked
package io.tributary.verifier.deadletter;

import org.jspecify.annotations.NullMarked;
