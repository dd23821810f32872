/** What was really published: written down by the drill's own hand. */
@NullMarked
package io.tributary.drills.truth;

import org.jspecify.annotations.NullMarked;
