/** What is done to processes. */
@NullMarked
package io.tributary.drill.fault;

import org.jspecify.annotations.NullMarked;
