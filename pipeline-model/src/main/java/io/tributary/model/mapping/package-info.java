/** From a page of the source to events and rejections. */
@NullMarked
package io.tributary.model.mapping;

import org.jspecify.annotations.NullMarked;
