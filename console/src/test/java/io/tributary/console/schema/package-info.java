/** Tests of what is shown of schemas. */
@NullMarked
package io.tributary.console.schema;

import org.jspecify.annotations.NullMarked;
