@NullMarked
package io.tributary.console.record;

import org.jspecify.annotations.NullMarked;
