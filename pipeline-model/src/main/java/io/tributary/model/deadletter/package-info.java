/** What becomes of a record that cannot be a row. */
@NullMarked
package io.tributary.model.deadletter;

import org.jspecify.annotations.NullMarked;
