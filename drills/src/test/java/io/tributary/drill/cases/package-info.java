@NullMarked
package io.tributary.drill.cases;

import org.jspecify.annotations.NullMarked;
