@NullMarked
package io.tributary.drill.load;

import org.jspecify.annotations.NullMarked;
