@NullMarked
package io.tributary.verifier.sample;

import org.jspecify.annotations.NullMarked;
