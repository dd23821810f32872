@NullMarked
package io.tributary.verifier.verdict;

import org.jspecify.annotations.NullMarked;
