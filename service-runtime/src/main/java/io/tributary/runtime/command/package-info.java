/** The command line of every service: exit codes, and errors in one sentence. */
@NullMarked
package io.tributary.runtime.command;

import org.jspecify.annotations.NullMarked;
