@NullMarked
package io.tributary.drill.settle;

import org.jspecify.annotations.NullMarked;
