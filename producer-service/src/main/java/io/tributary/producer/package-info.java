/** The producer: fetches the source's records, maps them and publishes them. */
@NullMarked
package io.tributary.producer;

import org.jspecify.annotations.NullMarked;
