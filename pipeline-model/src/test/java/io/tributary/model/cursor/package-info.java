@NullMarked
package io.tributary.model.cursor;

import org.jspecify.annotations.NullMarked;
