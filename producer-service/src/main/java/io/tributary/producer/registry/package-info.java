/** Registering the schemas of events. */
@NullMarked
package io.tributary.producer.registry;

import org.jspecify.annotations.NullMarked;
