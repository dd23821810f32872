@NullMarked
package io.tributary.stack.schema;

import org.jspecify.annotations.NullMarked;
