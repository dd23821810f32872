@NullMarked
package io.tributary.consumer.handover;

import org.jspecify.annotations.NullMarked;
