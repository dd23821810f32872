package io.tributary.runtime.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Certificates and keys in PEM (RFC 7468). No message shows anything of a key. */
final class Pem {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]*)PRIVATE KEY-----([^-]*)-----END \\1PRIVATE KEY-----");

  private static final String PLAIN = "";
  private static final String ENCRYPTED = "ENCRYPTED ";
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "DSA");

  private Pem() {}

  /**
   * @throws CertificateException when there is none, or one is malformed
   */
  static List<? extends Certificate> certificates(String pem) throws CertificateException {
    Collection<? extends Certificate> found =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(pem.getBytes(US_ASCII)));
    if (found.isEmpty()) {
      throw new CertificateException("it holds no certificate in PEM");
    }
    return List.copyOf(found);
  }

  /**
   * @param password of an encrypted key
   * @throws GeneralSecurityException with what is wrong
   */
  static PrivateKey privateKey(String pem, String password) throws GeneralSecurityException {
    Matcher form = KEY.matcher(pem);
    if (!form.find()) {
      throw new InvalidKeySpecException("it holds no private key in PEM");
    }
    byte[] content;
    try {
      content = Base64.getMimeDecoder().decode(form.group(2));
    } catch (IllegalArgumentException malformed) {
      throw new InvalidKeySpecException("its key is malformed", malformed);
    }
    return switch (form.group(1)) {
      case PLAIN -> key(new PKCS8EncodedKeySpec(content));
      case ENCRYPTED -> key(decrypted(content, password));
      default ->
          throw new InvalidKeySpecException(
              "its key is not in PKCS#8: convert it with openssl pkcs8 -topk8 -nocrypt");
    };
  }

  private static PKCS8EncodedKeySpec decrypted(byte[] content, String password)
      throws GeneralSecurityException {
    if (password.isEmpty()) {
      throw new InvalidKeySpecException("its key is encrypted, and there is no password for it");
    }
    try {
      EncryptedPrivateKeyInfo encrypted = new EncryptedPrivateKeyInfo(content);
      // for PBES2, the algorithm's name says nothing, but its parameters do
      String algorithm =
          encrypted.getAlgParameters() == null
              ? encrypted.getAlgName()
              : encrypted.getAlgParameters().toString();
      Cipher cipher = Cipher.getInstance(algorithm);
      cipher.init(
          Cipher.DECRYPT_MODE,
          SecretKeyFactory.getInstance(algorithm)
              .generateSecret(new PBEKeySpec(password.toCharArray())),
          encrypted.getAlgParameters());
      return encrypted.getKeySpec(cipher);
    } catch (IOException malformed) {
      throw new InvalidKeySpecException("its key is malformed", malformed);
    } catch (GeneralSecurityException wrong) {
      throw new InvalidKeySpecException("its key cannot be read with that password", wrong);
    }
  }

  private static PrivateKey key(PKCS8EncodedKeySpec content) throws GeneralSecurityException {
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(content);
      } catch (InvalidKeySpecException other) {
        // of another algorithm
      }
    }
    throw new InvalidKeySpecException(
        "its key is malformed, or none of " + String.join(", ", ALGORITHMS));
  }

  static KeyStore emptyStore() throws GeneralSecurityException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      return store;
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
