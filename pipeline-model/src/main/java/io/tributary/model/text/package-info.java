/** Text as it comes from outside: its bytes, its white space, patterns on it, quotes of it. */
@NullMarked
package io.tributary.model.text;

import org.jspecify.annotations.NullMarked;
