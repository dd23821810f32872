/** The built project that services are started from. */
@NullMarked
package io.tributary.stack.checkout;

import org.jspecify.annotations.NullMarked;
