/** Personal data: what of it a visitor may see. */
@NullMarked
package io.tributary.console.mask;

import org.jspecify.annotations.NullMarked;
