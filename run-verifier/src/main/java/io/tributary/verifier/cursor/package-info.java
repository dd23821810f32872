/** Keeps and moves the cursors of pipelines with an incremental source. */
@NullMarked
package io.tributary.verifier.cursor;

import org.jspecify.annotations.NullMarked;
