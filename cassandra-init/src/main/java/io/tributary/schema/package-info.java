/** Creates keyspace and tables from the definitions, and lets them grow with them. */
@NullMarked
package io.tributary.schema;

import org.jspecify.annotations.NullMarked;
