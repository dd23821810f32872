@NullMarked
package io.tributary.drills.settle;

import org.jspecify.annotations.NullMarked;
