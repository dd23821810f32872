/** Starting and stopping the parts of a service, and what a signal does. */
@NullMarked
package io.tributary.runtime.lifecycle;

import org.jspecify.annotations.NullMarked;
