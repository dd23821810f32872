@NullMarked
package io.tributary.console.mask;

import org.jspecify.annotations.NullMarked;
