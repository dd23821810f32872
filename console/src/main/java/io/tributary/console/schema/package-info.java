/** The schemas of pipelines' events: as their definitions have them, and as the registry does. */
@NullMarked
package io.tributary.console.schema;

import org.jspecify.annotations.NullMarked;
