/** Configuration from environment variables: read once, every problem reported at once. */
@NullMarked
package io.tributary.runtime.config;

import org.jspecify.annotations.NullMarked;
