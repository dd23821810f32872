package io.tributary.runtime.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.IVersionProvider;

/** Which Tributary this is; the build writes it down. */
public final class Version implements IVersionProvider {
  /** For instance {@code 1.2.0}. */
  public static String tributary() {
    try (InputStream text =
        Version.class.getResourceAsStream("/io/tributary/runtime/version.txt")) {
      return text == null
          ? "unknown"
          : new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException unreadable) {
      return "unknown";
    }
  }

  @Override
  public String[] getVersion() {
    return new String[] {
      "tributary %s (Java %s)".formatted(tributary(), System.getProperty("java.version"))
    };
  }
}
