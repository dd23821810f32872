@NullMarked
package io.tributary.console.text;

import org.jspecify.annotations.NullMarked;
