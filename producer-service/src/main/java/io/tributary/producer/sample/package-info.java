/** Tries a definition on one page of its source, and shows the result. */
@NullMarked
package io.tributary.producer.sample;

import org.jspecify.annotations.NullMarked;
