/** What a client asks for, and how often it may. */
@NullMarked
package io.tributary.simulator.request;

import org.jspecify.annotations.NullMarked;
