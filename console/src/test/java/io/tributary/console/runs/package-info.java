/** Tests of the runs as people read them. */
@org.jspecify.annotations.NullMarked
package io.tributary.console.runs;
