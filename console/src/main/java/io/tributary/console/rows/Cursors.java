package io.tributary.console.rows;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.console.web.ProblemException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
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

  private final SecureRandom random = new SecureRandom();
  private final SecretKey key;

  Cursors() {
    byte[] secret = new byte[KEY_BYTES];
    random.nextBytes(secret);
    this.key = new SecretKeySpec(secret, "AES");
  }

  /** The cursor that continues a query. */
  String write(RowQuery query, ByteBuffer pagingState) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] state = new byte[pagingState.remaining()];
    pagingState.duplicate().get(state);
    try {
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

  private Cipher cipher(int mode, byte[] nonce, RowQuery query) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(query.cql().getBytes(UTF_8));
    for (String text : query.keyTexts()) {
      cipher.updateAAD(("\n" + text.length() + " " + text).getBytes(UTF_8));
    }
    return cipher;
  }

  private static ProblemException unusable() {
    return ProblemException.badRequest(
        "The cursor is not one that this console gave for these rows since it was started: begin at the first page, without a cursor.");
  }
}
