package io.tributary.simulator.user;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Passwords with salt and hashes, ready as JSON members. Hashing for each user would take longer
 * than all the rest, so that some users share theirs.
 */
final class Credentials {
  private static final int COUNT = 512;
  private static final List<String> WORDS =
      List.of("orchid", "thunder", "maple", "silver", "dragon", "monday", "pepper", "harbor");
  private static final String SALT =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  private final List<byte[]> members =
      IntStream.range(0, COUNT).mapToObj(Credentials::members).toList();

  List<byte[]> members() {
    return members;
  }

  private static byte[] members(int index) {
    Draws draws = Draws.of(0, index);
    String password = draws.of(WORDS) + draws.below(10_000);
    StringBuilder salt = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      salt.append(SALT.charAt(draws.below(SALT.length())));
    }
    byte[] salted = (password + salt).getBytes(StandardCharsets.UTF_8);
    String members =
        "\"password\":\""
            + password
            + "\",\"salt\":\""
            + salt
            + "\",\"md5\":\""
            + hex("MD5", salted)
            + "\",\"sha1\":\""
            + hex("SHA-1", salted)
            + "\",\"sha256\":\""
            + hex("SHA-256", salted)
            + "\"";
    return members.getBytes(StandardCharsets.UTF_8);
  }

  private static String hex(String algorithm, byte[] text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(text));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has it", impossible);
    }
  }
}
