/** The values of fields: read from text, checked, serialised as CQL does. */
@NullMarked
package io.tributary.model.value;

import org.jspecify.annotations.NullMarked;
