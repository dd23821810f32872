/** From the code that starts a query to the source and the sink that Spark makes for it. */
@NullMarked
package io.tributary.consumer.handover;

import org.jspecify.annotations.NullMarked;
