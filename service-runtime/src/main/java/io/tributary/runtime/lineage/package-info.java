/** Sending events of lineage, where somebody wants them. */
@NullMarked
package io.tributary.runtime.lineage;

import org.jspecify.annotations.NullMarked;
