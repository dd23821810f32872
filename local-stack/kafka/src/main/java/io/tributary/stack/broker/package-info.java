/** What runs inside the local Kafka server's process. */
@NullMarked
package io.tributary.stack.broker;

import org.jspecify.annotations.NullMarked;
