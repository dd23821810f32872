/** What all servers of a stack have in common. */
@NullMarked
package io.tributary.stack.server;

import org.jspecify.annotations.NullMarked;
