/** The drill: the promises held under faults that are caused on purpose. */
@NullMarked
package io.tributary.drills;

import org.jspecify.annotations.NullMarked;
