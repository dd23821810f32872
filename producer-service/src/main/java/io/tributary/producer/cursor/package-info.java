/** Where a pipeline's next run begins. */
@NullMarked
package io.tributary.producer.cursor;

import org.jspecify.annotations.NullMarked;
