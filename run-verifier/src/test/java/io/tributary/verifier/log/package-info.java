@NullMarked
package io.tributary.verifier.log;

import org.jspecify.annotations.NullMarked;
