/** The CQL that follows from a definition. */
@NullMarked
package io.tributary.model.cql;

import org.jspecify.annotations.NullMarked;
