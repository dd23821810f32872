@NullMarked
package io.tributary.verifier.text;

import org.jspecify.annotations.NullMarked;
