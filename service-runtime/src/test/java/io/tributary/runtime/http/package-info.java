/** Tests of what is common to HTTP. */
@NullMarked
package io.tributary.runtime.http;

import org.jspecify.annotations.NullMarked;
