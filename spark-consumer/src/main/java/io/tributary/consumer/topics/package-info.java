/** What Kafka has: topics, and which offsets of them are still there. */
@NullMarked
package io.tributary.consumer.topics;

import org.jspecify.annotations.NullMarked;
