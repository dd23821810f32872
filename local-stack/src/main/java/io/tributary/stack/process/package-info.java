/** Child JVMs that never outlive the one that started them. */
@NullMarked
package io.tributary.stack.process;

import org.jspecify.annotations.NullMarked;
