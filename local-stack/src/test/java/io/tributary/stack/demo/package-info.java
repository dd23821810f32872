/** Tests of the demo. */
@NullMarked
package io.tributary.stack.demo;

import org.jspecify.annotations.NullMarked;
