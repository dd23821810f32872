/** Tests of the script. */
@NullMarked
package io.tributary.stack.frontdoor;

import org.jspecify.annotations.NullMarked;
