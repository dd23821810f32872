@NullMarked
package io.tributary.drill.source;

import org.jspecify.annotations.NullMarked;
