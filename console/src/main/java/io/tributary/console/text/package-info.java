/** Bytes of records as text for people. */
@NullMarked
package io.tributary.console.text;

import org.jspecify.annotations.NullMarked;
