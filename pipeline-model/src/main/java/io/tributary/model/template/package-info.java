/** Texts of a definition with variables that each request replaces. */
@NullMarked
package io.tributary.model.template;

import org.jspecify.annotations.NullMarked;
