/** Tries a definition on one page of its source, and shows what comes of it. */
@NullMarked
package io.tributary.producer.sample;

import org.jspecify.annotations.NullMarked;
