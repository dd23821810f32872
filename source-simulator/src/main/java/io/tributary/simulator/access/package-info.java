/** What the simulator wants requests to be proved with, where it wants that. */
@NullMarked
package io.tributary.simulator.access;

import org.jspecify.annotations.NullMarked;
