@NullMarked
package io.tributary.console.prometheus;

import org.jspecify.annotations.NullMarked;
