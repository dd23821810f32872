@NullMarked
package io.tributary.stack.console;

import org.jspecify.annotations.NullMarked;
