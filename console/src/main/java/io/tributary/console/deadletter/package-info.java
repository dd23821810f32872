/** A pipeline's dead letters: looking at them, replaying and discarding them. */
@NullMarked
package io.tributary.console.deadletter;

import org.jspecify.annotations.NullMarked;
