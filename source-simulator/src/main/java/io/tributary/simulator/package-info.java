/** A server that answers like randomuser.me, as a command and as a library. */
@NullMarked
package io.tributary.simulator;

import org.jspecify.annotations.NullMarked;
