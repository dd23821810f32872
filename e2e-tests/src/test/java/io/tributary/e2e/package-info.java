/** The platform in containers, seen from outside: what its users do, and what they see. */
@NullMarked
package io.tributary.e2e;

import org.jspecify.annotations.NullMarked;
