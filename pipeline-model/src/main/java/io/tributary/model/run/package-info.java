/** What is on record about runs. */
@NullMarked
package io.tributary.model.run;

import org.jspecify.annotations.NullMarked;
