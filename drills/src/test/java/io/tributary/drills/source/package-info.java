@NullMarked
package io.tributary.drills.source;

import org.jspecify.annotations.NullMarked;
