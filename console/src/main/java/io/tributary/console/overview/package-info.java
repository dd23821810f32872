/** Is it flowing, and how far behind is it. */
@NullMarked
package io.tributary.console.overview;

import org.jspecify.annotations.NullMarked;
