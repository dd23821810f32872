/** What a stack takes of the machine: ports and folders. */
@NullMarked
package io.tributary.stack.host;

import org.jspecify.annotations.NullMarked;
