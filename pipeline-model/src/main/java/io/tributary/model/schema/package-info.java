/** The schema of a pipeline's events, as a registry has it, and what its changes mean. */
@NullMarked
package io.tributary.model.schema;

import org.jspecify.annotations.NullMarked;
