/** Random input for tests: always seeded, the seed always shown. */
@NullMarked
package io.tributary.model.random;

import org.jspecify.annotations.NullMarked;
