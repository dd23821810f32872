/** A few rows of a table, for people to look at. */
@NullMarked
package io.tributary.verifier.sample;

import org.jspecify.annotations.NullMarked;
