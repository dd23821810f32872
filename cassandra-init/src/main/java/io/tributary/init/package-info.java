/** Creates keyspace and tables from the definitions, and lets them grow with them. */
@NullMarked
package io.tributary.init;

import org.jspecify.annotations.NullMarked;
