/** Users as randomuser.me writes them, straight into bytes. */
@NullMarked
package io.tributary.simulator.user;

import org.jspecify.annotations.NullMarked;
