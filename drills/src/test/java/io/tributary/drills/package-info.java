@NullMarked
package io.tributary.drills;

import org.jspecify.annotations.NullMarked;
