@NullMarked
package io.tributary.runtime.tls;

import org.jspecify.annotations.NullMarked;
