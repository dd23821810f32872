/** Tests of what is shown of rows. */
@NullMarked
package io.tributary.console.rows;

import org.jspecify.annotations.NullMarked;
