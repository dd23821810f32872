@NullMarked
package io.tributary.console;

import org.jspecify.annotations.NullMarked;
