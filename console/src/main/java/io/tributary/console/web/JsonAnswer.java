package io.tributary.console.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * An answer to a program. Its {@code ETag} follows from its content; who has the same already gets
 * a 304 without content.
 */
public final class JsonAnswer {
  private static final int TAG_BYTES = 12;
  private static final int NOT_MODIFIED = 304;

  private JsonAnswer() {}

  /** Answers with JSON. */
  public static void send(Context request, JsonNode body) {
    send(request, "application/json", body.toString().getBytes(UTF_8));
  }

  /** Answers with content of this type. */
  public static void send(Context request, String type, byte[] content) {
    String tag = tag(content);
    request.header("ETag", tag).header("Cache-Control", "private, no-cache").contentType(type);
    @Nullable String known = request.header("If-None-Match");
    if (known != null && names(known, tag)) {
      request.status(NOT_MODIFIED).result("");
    } else {
      request.result(content);
    }
  }

  private static boolean names(String known, String tag) {
    return Arrays.stream(known.split(",", -1))
        .map(String::strip)
        .anyMatch(one -> one.equals("*") || one.equals(tag) || one.equals("W/" + tag));
  }

  private static String tag(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return "\""
          + Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, TAG_BYTES))
          + "\"";
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
