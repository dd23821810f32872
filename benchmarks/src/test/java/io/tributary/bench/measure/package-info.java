@NullMarked
package io.tributary.bench.measure;

import org.jspecify.annotations.NullMarked;
