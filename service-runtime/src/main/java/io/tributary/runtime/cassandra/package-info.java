/** The way to Cassandra: where it is, as whom, and what to say when it does not answer. */
@NullMarked
package io.tributary.runtime.cassandra;

import org.jspecify.annotations.NullMarked;
