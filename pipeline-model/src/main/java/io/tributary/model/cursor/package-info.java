/** Where a pipeline is in an incremental source. */
@NullMarked
package io.tributary.model.cursor;

import org.jspecify.annotations.NullMarked;
