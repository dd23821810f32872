package io.tributary.runtime.registry;

/** A registry does not accept a schema, because of what is registered already or what it is. */
public final class SchemaRefusedException extends RegistryException {
  private static final long serialVersionUID = 1;

  SchemaRefusedException(String message) {
    super(message, false);
  }
}
