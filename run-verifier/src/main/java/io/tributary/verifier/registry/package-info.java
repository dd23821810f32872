/** The schemas of the records that are read back and published again. */
@NullMarked
package io.tributary.verifier.registry;

import org.jspecify.annotations.NullMarked;
