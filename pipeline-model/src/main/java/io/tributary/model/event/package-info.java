/** The event as it travels: its headers, its decoding, its time. */
@NullMarked
package io.tributary.model.event;

import org.jspecify.annotations.NullMarked;
