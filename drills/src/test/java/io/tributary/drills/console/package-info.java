/** Tests of how pages of the console are read. */
@org.jspecify.annotations.NullMarked
package io.tributary.drills.console;
