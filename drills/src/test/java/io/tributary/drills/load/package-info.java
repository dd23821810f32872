@NullMarked
package io.tributary.drills.load;

import org.jspecify.annotations.NullMarked;
