package io.tributary.runtime.registry;

/**
 * One of the schemas that a subject has had.
 *
 * @param version counted from 1; numbers may be missing where versions were deleted
 * @param id what records name it by; the same text may have one id under several subjects
 */
public record SchemaVersion(String subject, int version, int id, RegisteredSchema schema) {}
