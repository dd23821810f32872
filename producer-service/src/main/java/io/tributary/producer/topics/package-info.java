/** The topics of a pipeline: creating them, and judging those that exist. */
@NullMarked
package io.tributary.producer.topics;

import org.jspecify.annotations.NullMarked;
