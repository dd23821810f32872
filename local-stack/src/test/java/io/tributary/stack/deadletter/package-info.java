@NullMarked
package io.tributary.stack.deadletter;

import org.jspecify.annotations.NullMarked;
