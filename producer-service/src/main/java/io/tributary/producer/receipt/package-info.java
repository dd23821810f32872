/** Handing over the receipt of a run. */
@NullMarked
package io.tributary.producer.receipt;

import org.jspecify.annotations.NullMarked;
