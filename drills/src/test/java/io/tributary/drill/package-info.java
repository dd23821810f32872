@NullMarked
package io.tributary.drill;

import org.jspecify.annotations.NullMarked;
