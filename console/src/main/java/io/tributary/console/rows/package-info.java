/** The rows of a pipeline's tables, by key and by page. */
@NullMarked
package io.tributary.console.rows;

import org.jspecify.annotations.NullMarked;
