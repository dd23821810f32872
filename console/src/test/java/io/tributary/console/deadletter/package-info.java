@NullMarked
package io.tributary.console.deadletter;

import org.jspecify.annotations.NullMarked;
