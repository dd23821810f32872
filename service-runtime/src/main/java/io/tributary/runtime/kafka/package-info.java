/** How every service reaches Kafka. */
@NullMarked
package io.tributary.runtime.kafka;

import org.jspecify.annotations.NullMarked;
