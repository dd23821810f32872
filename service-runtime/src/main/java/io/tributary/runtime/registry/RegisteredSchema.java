package io.tributary.runtime.registry;

/**
 * A schema as a registry has it.
 *
 * @param type {@code AVRO}, {@code JSON} or {@code PROTOBUF}
 * @param text the schema itself
 */
public record RegisteredSchema(String type, String text) {}
