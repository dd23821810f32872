/** The streaming job: from the topics into rows and dead letters. */
@NullMarked
package io.tributary.consumer;

import org.jspecify.annotations.NullMarked;
