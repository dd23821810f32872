/** Proposes a definition for an API that nobody has described yet, from answers of it. */
@NullMarked
package io.tributary.producer.proposal;

import org.jspecify.annotations.NullMarked;
