@NullMarked
package io.tributary.init;

import org.jspecify.annotations.NullMarked;
