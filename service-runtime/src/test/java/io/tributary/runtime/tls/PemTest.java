package io.tributary.runtime.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemTest {
  private static final String ENCRYPTION = "PBEWithHmacSHA256AndAES_256";

  /** Its object identifier, 1.2.840.113549.1.5.13. */
  private static final byte[] PBES2 = {
    0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x05, 0x0d
  };

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC"})
  void privateKey_isRead_whateverItsAlgorithm(String algorithm) throws Exception {
    PrivateKey key = key(algorithm);

    assertThat(Pem.privateKey(pem("PRIVATE KEY", key.getEncoded()), "")).isEqualTo(key);
  }

  @Test
  void privateKey_isDecrypted_withItsPassword() throws Exception {
    PrivateKey key = key("EC");

    assertThat(Pem.privateKey(encrypted(key, "canary-1"), "canary-1")).isEqualTo(key);
  }

  @Test
  void privateKey_saysWhatIsWrong_andShowsNothingOfIt() throws Exception {
    String encrypted = encrypted(key("EC"), "canary-1");

    refused(encrypted, "", "its key is encrypted, and there is no password for it");
    refused(encrypted, "canary-2", "its key cannot be read with that password");
    refused(
        pem("RSA PRIVATE KEY", new byte[] {1, 2}),
        "",
        "its key is not in PKCS#8: convert it with openssl pkcs8 -topk8 -nocrypt");
    refused("nothing", "", "it holds no private key in PEM");
    refused(
        pem("PRIVATE KEY", "canary-3".getBytes(US_ASCII)),
        "",
        "its key is malformed, or none of RSA, EC, EdDSA, DSA");
  }

  private static void refused(String pem, String password, String message) {
    assertThatThrownBy(() -> Pem.privateKey(pem, password)).hasMessage(message);
  }

  private static PrivateKey key(String algorithm) throws Exception {
    return KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPrivate();
  }

  private static String encrypted(PrivateKey key, String password) throws Exception {
    SecretKey secret =
        SecretKeyFactory.getInstance(ENCRYPTION)
            .generateSecret(new PBEKeySpec(password.toCharArray()));
    Cipher cipher = Cipher.getInstance(ENCRYPTION);
    cipher.init(Cipher.ENCRYPT_MODE, secret);
    // EncryptedPrivateKeyInfo of RFC 5208, as openssl writes it; Java's own class makes none of
    // PBES2
    byte[] algorithm = der(0x30, PBES2, cipher.getParameters().getEncoded());
    byte[] data = der(0x04, cipher.doFinal(key.getEncoded()));
    return pem("ENCRYPTED PRIVATE KEY", der(0x30, algorithm, data));
  }

  private static byte[] der(int tag, byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    ByteBuffer encoded =
        ByteBuffer.allocate(4 + length).put((byte) tag).put((byte) 0x82).putShort((short) length);
    for (byte[] part : parts) {
      encoded.put(part);
    }
    return encoded.array();
  }

  private static String pem(String label, byte[] content) {
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
        .formatted(label, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content));
  }
}
