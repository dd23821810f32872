/** HTTP with what the JDK brings. */
@NullMarked
package io.tributary.runtime.http;

import org.jspecify.annotations.NullMarked;
