@NullMarked
package io.tributary.drills.cases;

import org.jspecify.annotations.NullMarked;
