/** What a case plays on: a stack, a pipeline, a load. */
@NullMarked
package io.tributary.drill.scene;

import org.jspecify.annotations.NullMarked;
