/** A source that writes down what it served, and what has to become of that. */
@NullMarked
package io.tributary.drills.source;

import org.jspecify.annotations.NullMarked;
