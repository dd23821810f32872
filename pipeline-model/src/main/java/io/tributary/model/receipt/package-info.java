/** What a producer run says that it did. */
@NullMarked
package io.tributary.model.receipt;

import org.jspecify.annotations.NullMarked;
