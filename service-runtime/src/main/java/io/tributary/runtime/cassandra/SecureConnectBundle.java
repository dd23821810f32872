package io.tributary.runtime.cassandra;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The file that a database at Astra is reached with: addresses, authority and certificate in one.
 * It holds the file's contents, so that it works in another process too.
 */
public final class SecureConnectBundle implements Serializable {
  private static final long serialVersionUID = 1;

  private static final String CONFIGURATION = "config.json";

  private final String name;
  private final byte[] content;
  private final @Nullable String datacenter;

  private SecureConnectBundle(String name, byte[] content, @Nullable String datacenter) {
    this.name = name;
    this.content = content;
    this.datacenter = datacenter;
  }

  /**
   * @throws IOException when it cannot be read, or is no such file
   */
  public static SecureConnectBundle read(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(content))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().equals(CONFIGURATION)) {
          return new SecureConnectBundle(
              String.valueOf(file.getFileName()), content, datacenter(zip.readAllBytes()));
        }
      }
    }
    throw new IOException("it is no secure-connect bundle: a zip file with " + CONFIGURATION);
  }

  private static @Nullable String datacenter(byte[] json) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.VALUE_STRING && "localDC".equals(parser.currentName())) {
          return parser.getText();
        }
      }
      return null;
    }
  }

  /** The file's name. */
  String name() {
    return name;
  }

  /** The data centre that it leads to, where it says so. */
  Optional<String> datacenter() {
    return Optional.ofNullable(datacenter);
  }

  /** The file's bytes, for the driver. */
  InputStream content() {
    return new ByteArrayInputStream(content);
  }

  @Override
  public String toString() {
    return "secure-connect bundle " + name;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SecureConnectBundle bundle && Arrays.equals(content, bundle.content);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(content);
  }
}
