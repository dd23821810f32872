/** Why a record cannot be a row. */
@NullMarked
package io.tributary.model.refusal;

import org.jspecify.annotations.NullMarked;
