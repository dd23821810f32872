@NullMarked
package io.tributary.stack.verifier;

import org.jspecify.annotations.NullMarked;
