/** Tests of child JVMs. */
@NullMarked
package io.tributary.stack.process;

import org.jspecify.annotations.NullMarked;
