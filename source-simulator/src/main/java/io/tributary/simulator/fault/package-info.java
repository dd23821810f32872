/** What can go wrong at a source, on purpose. */
@NullMarked
package io.tributary.simulator.fault;

import org.jspecify.annotations.NullMarked;
