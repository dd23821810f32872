@NullMarked
package io.tributary.verifier;

import org.jspecify.annotations.NullMarked;
