package io.tributary.runtime.tls;

import java.io.Serializable;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * How a client speaks TLS. It holds the files' contents, so that it works in another process too.
 *
 * @param authorities PEM certificates of those whom the client trusts; empty for those of the JVM
 * @param certificates PEM certificates that the client shows, its own first; empty for none
 * @param key the PEM key of the first of them, in PKCS#8; never printed
 * @param keyPassword of an encrypted key, otherwise empty; never printed
 * @param hostNameCheck whether a server's certificate has to name the host
 */
public record Tls(
    String authorities, String certificates, String key, String keyPassword, boolean hostNameCheck)
    implements Serializable {

  /** TLS with the authorities that the JVM trusts, and no certificate of the client's. */
  public static final Tls OF_THE_JVM = new Tls("", "", "", "", true);

  /** Whether the client shows a certificate. */
  public boolean hasCertificate() {
    return !certificates.isEmpty();
  }

  /**
   * A new context with these keys and authorities.
   *
   * @throws GeneralSecurityException when a certificate or the key cannot be used
   */
  public SSLContext context() throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keyManagers(), trustManagers(), null);
    return context;
  }

  private KeyManager @Nullable [] keyManagers() throws GeneralSecurityException {
    if (!hasCertificate()) {
      return null;
    }
    KeyStore store = Pem.emptyStore();
    char[] password = keyPassword.toCharArray();
    store.setKeyEntry(
        "client",
        Pem.privateKey(key, keyPassword),
        password,
        Pem.certificates(certificates).toArray(Certificate[]::new));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, password);
    return factory.getKeyManagers();
  }

  private TrustManager @Nullable [] trustManagers() throws GeneralSecurityException {
    if (authorities.isEmpty()) {
      return null;
    }
    KeyStore store = Pem.emptyStore();
    List<? extends Certificate> trusted = Pem.certificates(authorities);
    for (int i = 0; i < trusted.size(); i++) {
      store.setCertificateEntry("authority" + i, trusted.get(i));
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  @Override
  public String toString() {
    return "TLS";
  }
}
