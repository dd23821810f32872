/** How topics have to be set, and how they are read: what producer and consumer agree on. */
@NullMarked
package io.tributary.model.topic;

import org.jspecify.annotations.NullMarked;
