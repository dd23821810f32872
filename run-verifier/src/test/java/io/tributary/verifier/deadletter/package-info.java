@NullMarked
package io.tributary.verifier.deadletter;

import org.jspecify.annotations.NullMarked;
