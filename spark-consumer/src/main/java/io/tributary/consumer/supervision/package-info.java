/** All pipelines side by side, each from its start to its end. */
@NullMarked
package io.tributary.consumer.supervision;

import org.jspecify.annotations.NullMarked;
