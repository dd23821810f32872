/** The pipeline definition: what a file under {@code pipelines/} says, read and validated whole. */
@NullMarked
package io.tributary.model.definition;

import org.jspecify.annotations.NullMarked;
