/** The account: what was published against what is in Cassandra. */
@NullMarked
package io.tributary.drills.settle;

import org.jspecify.annotations.NullMarked;
