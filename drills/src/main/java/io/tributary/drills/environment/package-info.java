/** What a case plays on: a stack, a pipeline, a load. */
@NullMarked
package io.tributary.drills.environment;

import org.jspecify.annotations.NullMarked;
