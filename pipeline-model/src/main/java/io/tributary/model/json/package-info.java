/** Reading JSON from bytes without making objects of it. */
@NullMarked
package io.tributary.model.json;

import org.jspecify.annotations.NullMarked;
