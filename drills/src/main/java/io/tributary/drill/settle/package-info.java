/** The account: what was published against what is in Cassandra. */
@NullMarked
package io.tributary.drill.settle;

import org.jspecify.annotations.NullMarked;
