package io.tributary.runtime.registry;

import io.tributary.runtime.tls.Tls;
import java.io.Serializable;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where the schemas are.
 *
 * @param url of a registry; empty where a folder is one
 * @param folder the path of that folder
 * @param username empty where the registry asks for none
 * @param password never printed
 */
public record RegistryConnection(
    String url, String folder, String username, String password, Tls tls) implements Serializable {

  /** A folder. */
  public static RegistryConnection folder(Path folder) {
    return new RegistryConnection("", folder.toString(), "", "", Tls.OF_THE_JVM);
  }

  /**
   * The folder {@code schemas} beside definitions.
   *
   * @param definitions their folder, or the file of one
   */
  public static RegistryConnection beside(Path definitions) {
    return folder(
        Files.isDirectory(definitions)
            ? definitions.resolve("schemas")
            : definitions.resolveSibling("schemas"));
  }

  /** A registry that asks for no login. */
  public static RegistryConnection at(URI url) {
    return new RegistryConnection(url.toString(), "", "", "", Tls.OF_THE_JVM);
  }

  /**
   * The registry; nothing is connected yet.
   *
   * @param check decides for a folder what a rule allows
   */
  public SchemaRegistry open(CompatibilityCheck check) {
    return open(check, HttpSchemaRegistry.READ_LIMIT);
  }

  /**
   * The same for somebody who cannot wait.
   *
   * @param answer how long the registry may take for each answer
   */
  public SchemaRegistry open(CompatibilityCheck check, Duration answer) {
    return url.isEmpty()
        ? new FolderSchemaRegistry(Path.of(folder), check)
        : new HttpSchemaRegistry(URI.create(url), username, password, tls, answer);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return url.isEmpty() ? "the folder " + folder : url;
  }
}
