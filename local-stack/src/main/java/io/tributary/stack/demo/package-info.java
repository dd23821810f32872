/** The whole pipeline on one machine, from the source to verified rows. */
@NullMarked
package io.tributary.stack.demo;

import org.jspecify.annotations.NullMarked;
