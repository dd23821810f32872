/** Tests of the local Kafka. */
@NullMarked
package io.tributary.stack.kafka;

import org.jspecify.annotations.NullMarked;
