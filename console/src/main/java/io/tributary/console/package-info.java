/** The console: pages and a REST API over what the platform knows of itself. */
@NullMarked
package io.tributary.console;

import org.jspecify.annotations.NullMarked;
