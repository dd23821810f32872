/** What operators let the console do that takes longer than a request. */
@NullMarked
package io.tributary.console.job;

import org.jspecify.annotations.NullMarked;
