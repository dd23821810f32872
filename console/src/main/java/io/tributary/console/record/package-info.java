/** Where one record is: its whole way from the source to its rows. */
@NullMarked
package io.tributary.console.record;

import org.jspecify.annotations.NullMarked;
