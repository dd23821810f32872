@NullMarked
package io.tributary.stack.secured;

import org.jspecify.annotations.NullMarked;
