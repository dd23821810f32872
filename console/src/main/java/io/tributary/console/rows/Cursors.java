package io.tributary.console.rows;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.console.web.ProblemException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Hands Cassandra's paging states to visitors and takes them back. A paging state holds the key of
 * a row, and Cassandra trusts it: so it is encrypted, bound to its query, and good until the
 * console is restarted. Safe for several threads.
 */
final class Cursors {
  private static final int KEY_BYTES = 16;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final String MAC = "HmacSHA256";

  private final SecretKey key;
  private final SecretKey nonceKey;

  Cursors() {
    SecureRandom random = new SecureRandom();
    this.key = secret(random, "AES");
    this.nonceKey = secret(random, MAC);
  }

  private static SecretKey secret(SecureRandom random, String algorithm) {
    byte[] secret = new byte[KEY_BYTES];
    random.nextBytes(secret);
    return new SecretKeySpec(secret, algorithm);
  }

  /** The cursor that continues a query. */
  String write(RowQuery query, ByteBuffer pagingState) {
    byte[] state = new byte[pagingState.remaining()];
    pagingState.duplicate().get(state);
    try {
      byte[] nonce = nonce(query, state);
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, query).doFinal(state);
      byte[] cursor = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
      System.arraycopy(sealed, 0, cursor, NONCE_BYTES, sealed.length);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(cursor);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * The paging state in a cursor.
   *
   * @throws ProblemException when it is no cursor that this console gave for this query
   */
  ByteBuffer read(RowQuery query, String cursor) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(cursor);
      if (bytes.length > NONCE_BYTES + TAG_BITS / Byte.SIZE) {
        byte[] nonce = Arrays.copyOf(bytes, NONCE_BYTES);
        return ByteBuffer.wrap(
            cipher(Cipher.DECRYPT_MODE, nonce, query)
                .doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES));
      }
    } catch (IllegalArgumentException | GeneralSecurityException forged) {
      throw unusable();
    }
    throw unusable();
  }

  /** Another one for each state and query, as the cipher needs it. */
  private byte[] nonce(RowQuery query, byte[] state) throws GeneralSecurityException {
    Mac mac = Mac.getInstance(MAC);
    mac.init(nonceKey);
    mac.update(described(query));
    return Arrays.copyOf(mac.doFinal(state), NONCE_BYTES);
  }

  /** All that a cursor is bound to; no two queries have the same. */
  private static byte[] described(RowQuery query) {
    StringBuilder text = new StringBuilder(query.cql());
    query.keyTexts().forEach(key -> text.append('\n').append(key.length()).append(' ').append(key));
    return text.append('\n').toString().getBytes(UTF_8);
  }

  private Cipher cipher(int mode, byte[] nonce, RowQuery query) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(described(query));
    return cipher;
  }

  private static ProblemException unusable() {
    return ProblemException.badRequest(
        "The cursor is not one that this console gave for these rows since it was started: begin at the first page, without a cursor.");
  }
}
