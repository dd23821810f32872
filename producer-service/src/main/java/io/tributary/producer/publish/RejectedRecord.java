package io.tributary.producer.publish;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What makes a rejected record the same in two tries of a run. Its place alone does not: a source
 * without a seed has other records there a moment later.
 *
 * @param cursor its place in the source
 * @param digest of its bytes as they are published
 */
public record RejectedRecord(String cursor, String digest) {

  static RejectedRecord of(String cursor, byte[] value) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(value);
      return new RejectedRecord(cursor, HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
