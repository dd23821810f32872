@NullMarked
package io.tributary.bench.report;

import org.jspecify.annotations.NullMarked;
