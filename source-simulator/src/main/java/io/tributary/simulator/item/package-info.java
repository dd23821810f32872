/** The same people as another kind of source: other members, pages chained by a token. */
@NullMarked
package io.tributary.simulator.item;

import org.jspecify.annotations.NullMarked;
