@NullMarked
package io.tributary.verifier.cursor;

import org.jspecify.annotations.NullMarked;
