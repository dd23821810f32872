/** The commands of the script {@code ./tributary}. */
@NullMarked
package io.tributary.stack.frontdoor;

import org.jspecify.annotations.NullMarked;
