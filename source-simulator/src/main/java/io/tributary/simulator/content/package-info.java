/** What the simulated people are called and where they live, drawn once. */
@NullMarked
package io.tributary.simulator.content;

import org.jspecify.annotations.NullMarked;
