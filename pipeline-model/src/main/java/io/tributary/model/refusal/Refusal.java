package io.tributary.model.refusal;

import org.jspecify.annotations.Nullable;

/**
 * Why one record is refused.
 *
 * @param field name of the field at fault, if it is one field's fault
 * @param detail one sentence for people; holds no value of a hidden member
 */
public record Refusal(Reason reason, @Nullable String field, String detail) {}
