/** What the console says while something is broken, for people who watch and for the drill. */
@NullMarked
package io.tributary.drills.console;

import org.jspecify.annotations.NullMarked;
