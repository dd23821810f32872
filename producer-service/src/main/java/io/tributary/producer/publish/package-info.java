/** Publishing mapped records to Kafka and counting what was acknowledged. */
@NullMarked
package io.tributary.producer.publish;

import org.jspecify.annotations.NullMarked;
