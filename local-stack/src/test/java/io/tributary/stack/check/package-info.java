@NullMarked
package io.tributary.stack.check;

import org.jspecify.annotations.NullMarked;
