/** What is done to processes. */
@NullMarked
package io.tributary.drills.fault;

import org.jspecify.annotations.NullMarked;
