/** The producer against a real Kafka and the simulated source. */
@NullMarked
package io.tributary.stack.producer;

import org.jspecify.annotations.NullMarked;
