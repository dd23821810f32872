/** Seeded records, good and bad, and the client that publishes them. */
@NullMarked
package io.tributary.drills.load;

import org.jspecify.annotations.NullMarked;
